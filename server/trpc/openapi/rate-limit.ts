/** A bucket of requests per address: `burst` at once, then `perSecond`. */
export type RateLimit = {
  /** Seconds to wait, or 0 if the request may pass (and is counted). */
  take(address: string, nowMs: number): number;
};

type Bucket = { tokens: number; atMs: number };

/**
 * Kept in this process: with n instances an address has n times as much. The table is bounded. When it is full, the
 * longest idle addresses are forgotten, which can only let a request pass.
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
      // Deleted first, so that the map is ordered by last use.
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
 * The address that a request counts for. Our own proxy (or Next.js, from the socket) wrote the last address of
 * X-Forwarded-For; the caller may have made up those before it.
 */
export function callerAddress(headers: Headers): string {
  return headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() || "unknown";
}
