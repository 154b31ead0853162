import { setTimeout as sleep } from "node:timers/promises";

/** One life of a process or thread. */
export type Life = {
  /** Resolves when it has ended, to how, as the rest of a sentence: "ended with code 1". Never rejects. */
  readonly ended: Promise<string>;
  /** Has it end, in bounded time. */
  stop(): Promise<void>;
};

type Pace = { readonly firstMs: number; readonly longestMs: number; readonly livedMs: number };

/** It never gives up; what lived for a minute is started again as if it had failed for the first time. */
const PACE: Pace = { firstMs: 1_000, longestMs: 60_000, livedMs: 60_000 };

/** Starts something, and again whenever it ends, each time after a longer wait, until it is stopped. */
export function keepRunning(
  name: string,
  start: () => Life,
  tell: (text: string) => void,
  { firstMs, longestMs, livedMs }: Pace = PACE,
): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  let life = start();
  const running = (async () => {
    for (let failures = 0; ; ) {
      const startedMs = performance.now();
      const how = await life.ended;
      if (signal.aborted) return;
      failures = performance.now() - startedMs < livedMs ? failures + 1 : 1;
      const waitMs = Math.min(firstMs * 2 ** (failures - 1), longestMs);
      tell(`${name} ${how}. It is started again in ${waitMs / 1_000} s.`);
      await sleep(waitMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      life = start();
    }
  })();
  return {
    stop: async () => {
      stopping.abort();
      await life.stop();
      await running;
    },
  };
}
