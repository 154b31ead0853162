import { type RateLimiterAbstract, RateLimiterRes } from "rate-limiter-flexible";
import { LIMITS, type Limit, type LimitName, type Limits } from "./limits";

/** One call in this many asks the store; what is left unused is lost with the window. */
const LEASES = 10;
/** Keys that are remembered; beyond, the longest idle is forgotten, which can only let a call pass. */
const MOST_KEYS = 20_000;

/** What a key has of its limit in this process. `untilMs`: when its window ends. */
type Share = { left: number; untilMs: number; isSpent: boolean; leasing: Promise<void> | null };

/** Makes the store of one limit, which is shared by all instances. */
export type OpenStore = (name: string, limit: Limit) => Pick<RateLimiterAbstract, "consume">;

/**
 * Limits whose calls are leased in blocks: the first block of a key costs no statement, each further one costs one, and
 * calls that come meanwhile wait for the same. A key that has spent its limit is refused from memory until its window
 * ends. So n instances let pass at most n - 1 blocks more than the limit.
 */
export function leasedLimits(open: OpenStore, { nowMs = Date.now, mostKeys = MOST_KEYS } = {}): Limits {
  const shares = new Map<string, Share>();
  const stores = new Map<string, ReturnType<OpenStore>>();
  const storeOf = (name: LimitName, factor: number) => {
    const id = factor === 1 ? name : `${name}*${factor}`;
    const store = stores.get(id) ?? open(id, { ...LIMITS[name], calls: LIMITS[name].calls * factor });
    stores.set(id, store);
    return store;
  };
  return {
    async take(name, key, factor = 1) {
      const limit = { ...LIMITS[name], calls: LIMITS[name].calls * factor };
      const block = Math.max(1, Math.floor(limit.calls / LEASES));
      const share = shareOf(shares, `${name} ${key} ${factor}`, mostKeys);
      for (;;) {
        if (share.untilMs <= nowMs()) start(share, block, nowMs() + limit.seconds * 1_000);
        if (share.left > 0) {
          share.left--;
          return 0;
        }
        if (share.isSpent) return Math.max(1, Math.ceil((share.untilMs - nowMs()) / 1_000));
        share.leasing ??= lease(storeOf(name, factor), { key, block, limit, share, nowMs }).finally(() => {
          share.leasing = null;
        });
        await share.leasing;
      }
    },
  };
}

/** Moved to the end, so that the map is ordered by last use. */
function shareOf(shares: Map<string, Share>, id: string, mostKeys: number): Share {
  const share = shares.get(id) ?? { left: 0, untilMs: 0, isSpent: false, leasing: null };
  shares.delete(id);
  shares.set(id, share);
  if (shares.size > mostKeys) {
    const [oldest] = shares.keys();
    if (oldest !== undefined) shares.delete(oldest);
  }
  return share;
}

/** A new window, whose first block is free. */
function start(share: Share, block: number, untilMs: number): void {
  share.left = block;
  share.untilMs = untilMs;
  share.isSpent = false;
}

type Lease = {
  readonly key: string;
  readonly block: number;
  readonly limit: Limit;
  readonly share: Share;
  readonly nowMs: () => number;
};

async function lease(store: ReturnType<OpenStore>, { key, block, limit, share, nowMs }: Lease): Promise<void> {
  const answer = await store.consume(key, block).catch((refused: unknown) => {
    if (refused instanceof RateLimiterRes) return refused;
    throw refused;
  });
  // Those of the free first block are counted with the first lease that follows.
  const over = answer.consumedPoints + block - limit.calls;
  share.untilMs = nowMs() + Math.min(Math.max(answer.msBeforeNext, 1), limit.seconds * 1_000);
  share.left = Math.max(0, Math.min(block, block - over));
  share.isSpent = share.left === 0;
}
