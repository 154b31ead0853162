export type ClockOptions = {
  /** Chain time when the process starts. */
  readonly startMs: number;
  /** Chain milliseconds per real millisecond; 0 means that only `advanceTo` moves the time. */
  readonly speed: number;
  /** A monotonic count of real milliseconds. */
  readonly monotonicMs: () => number;
};

/** The chain's own time. It is independent of the machine's date and never goes back. */
export class ChainClock {
  private baseMs: number;
  private sinceMs: number;
  private factor: number;

  constructor(private readonly options: ClockOptions) {
    if (!(options.speed >= 0)) throw new Error(`speed is ${options.speed}; it must be 0 (manual) or more`);
    this.baseMs = options.startMs;
    this.sinceMs = options.monotonicMs();
    this.factor = options.speed;
  }

  get speed(): number {
    return this.factor;
  }

  nowMs(): number {
    return Math.floor(this.baseMs + (this.options.monotonicMs() - this.sinceMs) * this.factor);
  }

  advance(ms: number): void {
    if (!(ms >= 0)) throw new Error(`the time can be advanced by 0 or more milliseconds, not by ${ms}`);
    this.rebase(this.nowMs() + ms);
  }

  /** Moves forward to `timeMs`. Does nothing if that has passed. */
  advanceTo(timeMs: number): void {
    if (timeMs > this.nowMs()) this.rebase(timeMs);
  }

  setSpeed(speed: number): void {
    if (!(speed >= 0)) throw new Error(`speed is ${speed}; it must be 0 (manual) or more`);
    this.rebase(this.nowMs());
    this.factor = speed;
  }

  private rebase(nowMs: number): void {
    this.baseMs = nowMs;
    this.sinceMs = this.options.monotonicMs();
  }
}
