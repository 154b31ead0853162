import type { BlockHeader, TransactionRef } from "@/server/domain/ports";
import type { Height } from "@/server/domain/units";
import { ATTEMPTS, createSteady as createSteadyPages, untilSteady } from "../http/steady";
import type { BlockReader } from "./blocks";
import type { GraphqlClient } from "./client";

/** What touched the thing that is read, in blocks from..to. */
export type Touched = (from: Height, to: Height) => Promise<readonly TransactionRef[]>;

/**
 * Pages, and even two fields of one question, are read from the database one after the other. So a list is read between
 * two looks at the chain, and anew if it was replaced meanwhile.
 */
export type Steady = {
  /** Of blocks up to `height`: the block there, or the tip below it, is the same before and after. */
  upTo<R>(what: string, height: Height, read: () => Promise<R>): Promise<R>;
  /**
   * As of the tip: either it did not move, or no transaction between the two tips touched what was read. `tip` is the
   * first one, at which the result is right.
   */
  now<R>(what: string, touched: Touched, read: () => Promise<R>): Promise<{ readonly tip: BlockHeader; result: R }>;
};

export function createSteady(client: GraphqlClient, blocks: BlockReader): Steady {
  const steadyPages = createSteadyPages(client, blocks);

  async function isUntouched(before: BlockHeader, touched: Touched): Promise<boolean> {
    const after = await blocks.tip();
    if (after.hash === before.hash) return true;
    if (after.height <= before.height || (await blocks.block(before.height))?.hash !== before.hash) return false;
    return (await touched(before.height + 1, after.height)).length === 0;
  }

  return {
    // Not even one page is read without the two looks.
    upTo: (what, height, read) => steadyPages(what, height, async (isAnchored) => (isAnchored ? read() : "long")),
    now: (what, touched, read) =>
      untilSteady(client, { what, attempts: ATTEMPTS }, async () => {
        const tip = await blocks.tip();
        const result = await read();
        return (await isUntouched(tip, touched)) ? { result: { tip, result } } : null;
      }),
  };
}
