import type { Chain } from "./chain";
import type { Block } from "./records";

export type CopyListener = {
  /** The copy's newest block is gone. */
  undo(block: Block): void;
  /** A block follows the copy's newest. */
  apply(block: Block): void;
};

/**
 * What one server knows of the chain: its own list of blocks, which it brings up to date when it is asked. It may stand
 * still while the chain goes on, as a node on another fork does, or keep a number of blocks behind.
 */
export class ChainCopy {
  readonly blocks: Block[] = [];
  private isStanding = false;

  constructor(
    private readonly chain: Chain,
    private readonly listener: CopyListener,
    private behind = 0,
  ) {}

  get tip(): Block | undefined {
    return this.blocks.at(-1);
  }

  /** Whether this very block is on the copy's chain. */
  has({ hash, height }: Pick<Block, "hash" | "height">): boolean {
    return this.blocks[height]?.hash === hash;
  }

  find(hash: string): Block | undefined {
    return this.blocks.findLast((block) => block.hash === hash);
  }

  stand(): void {
    this.update();
    this.isStanding = true;
  }

  goOn(): void {
    this.isStanding = false;
  }

  keepBehind(blocks: number): void {
    this.behind = blocks;
  }

  update(): void {
    if (this.isStanding) return;
    const { blocks } = this.chain;
    const length = Math.max(1, blocks.length - this.behind);
    let common = Math.min(this.blocks.length, length);
    while (common > 0 && this.blocks[common - 1]?.hash !== blocks[common - 1]?.hash) common--;
    while (this.blocks.length > common) {
      const gone = this.blocks.pop();
      if (gone) this.listener.undo(gone);
    }
    for (const block of blocks.slice(common, length)) {
      this.blocks.push(block);
      this.listener.apply(block);
    }
  }
}
