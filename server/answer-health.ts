import { setTimeout as sleep } from "node:timers/promises";
import { getContext } from "./context";
import type { Health } from "./domain/health/part";
import { healthCheck } from "./services/health/health-check";

const LOOK_EVERY_MS = 5_000;
/** A look that is older says nothing about now: the database does not answer, or this process is stuck. */
const FRESH_MS = 30_000;

type Seen = { readonly state: Health["state"]; readonly atMs: number };
const WATCH = Symbol.for("daily-prize-oracle.health");
/** Next.js loads the route apart from what starts the process. */
const shared = globalThis as { [WATCH]?: { seen: Seen | null } };

/** Looks at the parts' health by itself, for as long as the process lives, so that no caller causes a look. */
export function watchHealth(): void {
  if (shared[WATCH]) return;
  const watch: { seen: Seen | null } = { seen: null };
  shared[WATCH] = watch;
  void (async () => {
    for (;;) {
      const atMs = Date.now();
      watch.seen = { state: await look(atMs), atMs };
      await sleep(LOOK_EVERY_MS, undefined, { ref: false });
    }
  })();
}

/**
 * Whether the service works, from memory: 200, or 503 where a part is failing. Tells strangers no more: which part it
 * is, and why, would help whoever wants it to fail.
 */
export function answerHealth(nowMs = Date.now(), seen = shared[WATCH]?.seen ?? null): Response {
  const healthy = seen !== null && Math.abs(nowMs - seen.atMs) <= FRESH_MS && seen.state !== "failing";
  const message = `${healthy ? "The service works." : "A part of the service is failing."} Those who run it see more: npm run status, or the console's overview.`;
  return Response.json({ healthy, message }, { status: healthy ? 200 : 503, headers: { "cache-control": "no-store" } });
}

/** Not connected at all is failing too. The cause is in the process's log. */
async function look(nowMs: number): Promise<Health["state"]> {
  try {
    return (await healthCheck(await getContext(), nowMs)).state;
  } catch {
    return "failing";
  }
}
