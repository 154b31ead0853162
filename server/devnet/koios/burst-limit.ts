/** So many requests in so long a time; whoever sends one more is refused for a while, and for longer on asking on. */
export class BurstLimit {
  private readonly taken: number[] = [];
  private closedUntilMs = 0;

  constructor(private readonly limit = { requests: 100, withinMs: 10_000, sleepMs: 60_000 }) {}

  /** Real, monotonic time. */
  take(nowMs: number): boolean {
    const { requests, withinMs, sleepMs } = this.limit;
    while (this.taken[0] !== undefined && this.taken[0] <= nowMs - withinMs) this.taken.shift();
    this.taken.push(nowMs);
    if (this.taken.length > requests) this.closedUntilMs = nowMs + sleepMs;
    return nowMs >= this.closedUntilMs;
  }
}
