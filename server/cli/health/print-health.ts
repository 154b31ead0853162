import type { HealthPart } from "@/server/domain/health/part";
import { HEALTH_WORDS, sayPart } from "@/server/words/health";

const NAME_WIDTH = 21;
const STATE_WIDTH = 17;

/** A line for each part on stderr, and under those that want somebody what to do. */
export function printHealth(parts: readonly HealthPart[]): void {
  for (const { name, state, fact, next, href } of parts) {
    console.error(`${sayPart(name).padEnd(NAME_WIDTH)}${HEALTH_WORDS[state].padEnd(STATE_WIDTH)}${fact}`);
    const todo = [next, href && `Page: ${href}`].filter(Boolean).join(" ");
    if (state !== "ok" && todo) console.error(`${" ".repeat(NAME_WIDTH + STATE_WIDTH)}${todo}`);
  }
}
