/** How much a signer takes in a minute. Those who know its secret are never kept waiting by those who do not. */
const WRONG_SECRETS = 20;
const CALLS = 600;
/** Each holds a part of a report in memory. */
const AT_ONCE = 4;
const MINUTE_MS = 60_000;

export type SignerLimits = {
  /** Counts a wrong secret: `told` is the first of a minute that is not answered any more. */
  wrongSecret(): "answered" | "told" | "silent";
  /** Counts a call with the right secret; false if there are too many. */
  call(): boolean;
  /** Runs `work` unless too many are at work; null then. */
  inTurn<T>(work: () => Promise<T>): Promise<T | null>;
};

export function createSignerLimits(nowMs: () => number = Date.now): SignerLimits {
  const wrong = countPerMinute(nowMs);
  const calls = countPerMinute(nowMs);
  let atWork = 0;
  return {
    wrongSecret() {
      const count = wrong();
      if (count <= WRONG_SECRETS) return "answered";
      return count === WRONG_SECRETS + 1 ? "told" : "silent";
    },
    call: () => calls() <= CALLS,
    async inTurn(work) {
      if (atWork >= AT_ONCE) return null;
      atWork++;
      try {
        return await work();
      } finally {
        atWork--;
      }
    },
  };
}

/** Counts on, and from 1 again after a minute. */
function countPerMinute(nowMs: () => number): () => number {
  let startMs = 0;
  let count = 0;
  return () => {
    if (nowMs() - startMs >= MINUTE_MS) {
      startMs = nowMs();
      count = 0;
    }
    return ++count;
  };
}
