import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "@/server/logger";

export type Repeated = {
  readonly name: string;
  readonly everyMs: number;
  /** One turn. What it throws is logged, and the next turn comes all the same. */
  readonly turn: (nowMs: number) => Promise<void>;
};

/**
 * Does something again and again, one turn at a time, until the signal. The next turn begins `everyMs` after the last
 * one began, or at once where that took longer.
 */
export async function repeat({ name, everyMs, turn }: Repeated, log: Logger, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const begunMs = performance.now();
    await turn(Date.now()).catch((error: unknown) =>
      log.error({ err: error, what: name }, "a turn of the watch failed"),
    );
    const leftMs = Math.max(everyMs - (performance.now() - begunMs), 0);
    await sleep(leftMs, undefined, { signal }).catch(() => undefined);
  }
}
