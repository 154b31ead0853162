import { type RateLimiterAbstract, RateLimiterRes } from "rate-limiter-flexible";

/** So many calls in so many seconds. */
export type Limit = { readonly calls: number; readonly seconds: number };

/** What a key has of its limit in this process. `untilMs`: when its window ends. */
type Share = { left: number; untilMs: number; isSpent: boolean; leasing: Promise<void> | null };

/** Makes the store of one limit, which is shared by all instances. */
export type OpenStore = (name: string, limit: Limit) => Pick<RateLimiterAbstract, "consume">;

export type Wanted = {
  /** The limit's, in the store. */
  readonly name: string;
  /** Whose calls are counted. */
  readonly key: string;
  readonly limit: Limit;
  /** How many calls are leased at once. */
  readonly block: number;
  /** Calls that a window begins with, before the store is asked. */
  readonly free: number;
};

export type Leases = {
  /** Counts a call. Seconds until it may be made, or 0 if it may be made now. */
  take(wanted: Wanted): Promise<number>;
};

/** Keys that are remembered; beyond, the longest idle is forgotten, which can only let a call pass. */
const MOST_KEYS = 20_000;

/**
 * Limits whose calls are leased in blocks, each of which costs one statement; calls that come meanwhile wait for the
 * same. A key that has spent its limit is refused from memory until its window ends. What is left of a block is lost
 * with its process.
 */
export function makeLeases(open: OpenStore, { nowMs = Date.now, mostKeys = MOST_KEYS } = {}): Leases {
  const shares = new Map<string, Share>();
  const stores = new Map<string, ReturnType<OpenStore>>();
  const storeOf = ({ name, limit }: Wanted) => {
    const store = stores.get(name) ?? open(name, limit);
    stores.set(name, store);
    return store;
  };
  return {
    async take(wanted) {
      const { name, key, limit, free } = wanted;
      const share = shareOf(shares, `${name} ${key}`, mostKeys);
      for (;;) {
        if (share.untilMs <= nowMs()) {
          Object.assign(share, { left: free, untilMs: nowMs() + limit.seconds * 1_000, isSpent: false });
        }
        if (share.left > 0) {
          share.left--;
          return 0;
        }
        if (share.isSpent) return Math.max(1, Math.ceil((share.untilMs - nowMs()) / 1_000));
        share.leasing ??= lease(storeOf(wanted), { wanted, share, nowMs }).finally(() => {
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

type Lease = { readonly wanted: Wanted; readonly share: Share; readonly nowMs: () => number };

async function lease(store: ReturnType<OpenStore>, { wanted, share, nowMs }: Lease): Promise<void> {
  const { key, block, limit, free } = wanted;
  const answer = await store.consume(key, block).catch((refused: unknown) => {
    if (refused instanceof RateLimiterRes) return refused;
    throw refused;
  });
  // Those that were free are counted with the first lease that follows.
  const over = answer.consumedPoints + free - limit.calls;
  share.untilMs = nowMs() + Math.min(Math.max(answer.msBeforeNext, 1), limit.seconds * 1_000);
  share.left = Math.max(0, Math.min(block, block - over));
  share.isSpent = share.left === 0;
}
