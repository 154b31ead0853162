/** A bucket of requests for each address: `burst` at once, then `perSecond`. */
export type RateLimit = {
  /** Seconds to wait, or 0 when the request may pass (and is counted). */
  take(address: string, nowMs: number): number;
};

type Bucket = { tokens: number; atMs: number };

/**
 * Kept in this process: with n instances an address has n times as much. The table is bounded; when it is full,
 * those that have been idle longest are forgotten, which only ever lets somebody pass.
 */
export function createRateLimit(options: { burst: number; perSecond: number; mostAddresses: number }): RateLimit {
  const { burst, perSecond, mostAddresses } = options;
  const buckets = new Map<string, Bucket>();
  return {
    take(address, nowMs) {
      const bucket = buckets.get(address) ?? { tokens: burst, atMs: nowMs };
      const refilled = bucket.tokens + (Math.max(0, nowMs - bucket.atMs) / 1_000) * perSecond;
      const tokens = Math.min(burst, refilled);
      const passes = tokens >= 1;
      // Set anew, so that the map's order is the order of the last use.
      buckets.delete(address);
      buckets.set(address, { tokens: passes ? tokens - 1 : tokens, atMs: nowMs });
      if (buckets.size > mostAddresses) {
        const [oldest] = buckets.keys();
        if (oldest !== undefined) buckets.delete(oldest);
      }
      return passes ? 0 : Math.max(1, Math.ceil((1 - tokens) / perSecond));
    },
  };
}

/**
 * Whom a request counts for. The last address of X-Forwarded-For is the one that our own proxy (or Next.js, from
 * the socket) wrote; those before it are the caller's own word.
 */
export function callerAddress(headers: Headers): string {
  return headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() || "unknown";
}
