import { z } from "zod";
import type { ChainCopy } from "../ledger/chain-copy";
import { RpcError } from "./errors";
import { parse } from "./queries";
import { blockShape, pointShape, tipShape } from "./shapes";

const Points = z.object({
  points: z.array(z.union([z.literal("origin"), z.object({ slot: z.number(), id: z.string() })])).default(["origin"]),
});

/** Where one connection is in the chain (the node-to-client protocol "local chain-sync"). */
export class Follower {
  /** The height of the block that was told last; -1 at the origin. */
  private at = -1;
  private mustGoBack = true;

  constructor(
    private readonly copy: ChainCopy,
    private readonly withCbor: boolean,
  ) {}

  /** The copy's newest block, of this height, is gone. */
  undone(height: number): void {
    if (this.at < height) return;
    this.at = height - 1;
    this.mustGoBack = true;
  }

  findIntersection(params: unknown) {
    const { points } = parse(Points, params);
    for (const point of points) {
      const block =
        point === "origin" ? null : this.copy.blocks.find(({ hash, slot }) => hash === point.id && slot === point.slot);
      if (block === undefined) continue;
      this.at = block?.height ?? -1;
      this.mustGoBack = true;
      return { intersection: block ? pointShape(block) : "origin", tip: this.tip() };
    }
    throw new RpcError(1000, "No intersection found.", { tip: this.tip() });
  }

  /** Null where the next block is not there yet. */
  nextBlock() {
    if (this.mustGoBack) {
      this.mustGoBack = false;
      const block = this.copy.blocks[this.at];
      return { direction: "backward", point: block ? pointShape(block) : "origin", tip: this.tip() };
    }
    const next = this.copy.blocks[this.at + 1];
    if (!next) return null;
    this.at++;
    return { direction: "forward", block: blockShape(next, this.withCbor), tip: this.tip() };
  }

  private tip() {
    const { tip } = this.copy;
    return tip ? tipShape(tip) : "origin";
  }
}
