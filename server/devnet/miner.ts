import type { Chain } from "./ledger/chain";

const SHORTEST_TICK_MS = 5;

/** Makes a block every `blockIntervalMs` of chain time while the clock runs, empty ones too. */
export class Miner {
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly chain: Chain,
    private readonly blockIntervalMs: number,
    private readonly onFailure: (cause: unknown) => void,
  ) {}

  get running(): boolean {
    return this.timer !== null;
  }

  /** Does nothing with a manual clock: then only control makes blocks. */
  start(): void {
    this.stop();
    const { speed } = this.chain.clock;
    if (speed === 0) return;
    this.timer = setInterval(() => this.tick(), Math.max(SHORTEST_TICK_MS, this.blockIntervalMs / speed));
  }

  stop(): void {
    if (this.timer) clearInterval(this.timer);
    this.timer = null;
  }

  private tick(): void {
    try {
      const slot = this.chain.currentSlot();
      const { tip } = this.chain;
      if (tip.height === 0 || slot > tip.slot) this.chain.mineAt(slot);
    } catch (cause) {
      this.onFailure(cause);
    }
  }
}
