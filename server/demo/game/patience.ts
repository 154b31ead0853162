import { setTimeout as sleep } from "node:timers/promises";
import { ChainSourceError } from "@/server/chain/sources/error";

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5_000;
const PATIENCE_MS = 120_000;

/** Retries passing failures (a rate limit, a server that is down) for up to two minutes. */
export async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  const sinceMs = performance.now();
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2)) {
    try {
      return await ask();
    } catch (cause) {
      const passing = cause instanceof ChainSourceError && cause.isPassing;
      if (!passing || performance.now() - sinceMs > PATIENCE_MS) throw cause;
    }
    await sleep(pauseMs);
  }
}
