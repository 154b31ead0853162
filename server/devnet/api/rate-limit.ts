/** A token bucket like Blockfrost's: `burst` requests at once, refilled at `perSecond` (real time). */
export class RateLimit {
  private tokens: number;
  private sinceMs: number;

  constructor(
    private readonly perSecond: number,
    private readonly burst: number,
    private readonly monotonicMs: () => number,
  ) {
    this.tokens = burst;
    this.sinceMs = monotonicMs();
  }

  take(): boolean {
    const nowMs = this.monotonicMs();
    this.tokens = Math.min(this.burst, this.tokens + ((nowMs - this.sinceMs) / 1000) * this.perSecond);
    this.sinceMs = nowMs;
    if (this.tokens < 1) return false;
    this.tokens--;
    return true;
  }
}
