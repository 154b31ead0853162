import { desc, lt } from "drizzle-orm";
import type { Database } from "@/db/client";
import { blockHeader } from "@/db/schema";
import type { ChainSource } from "@/server/domain/ports";
import { type Cursor, NOWHERE } from "./tracking";

/** How far back we look: past every rollback that a chain allows, and past gaps in bulk history. */
const BLOCKS_TO_SEARCH = 5000;

/**
 * The newest block of ours that is still on the source's chain. Steps back doubling, then halves: a rollback of
 * n blocks costs about 2 log n questions. `NOWHERE` when the source knows none of them.
 */
export async function findFork(db: Database, source: ChainSource, cursor: Cursor): Promise<Cursor> {
  const newestFirst = await db
    .select({ height: blockHeader.height, hash: blockHeader.hash })
    .from(blockHeader)
    .where(lt(blockHeader.height, cursor.height))
    .orderBy(desc(blockHeader.height))
    .limit(BLOCKS_TO_SEARCH);
  const isOnChain = async (at: number) => {
    const block = newestFirst[at];
    return block !== undefined && (await source.block(block.hash)) !== null;
  };

  let gone = -1;
  let kept = 0;
  while (kept < newestFirst.length && !(await isOnChain(kept))) {
    gone = kept;
    kept = kept * 2 + 1;
  }
  if (kept >= newestFirst.length) {
    kept = newestFirst.length - 1;
    if (kept <= gone || !(await isOnChain(kept))) return NOWHERE;
  }
  while (kept - gone > 1) {
    const middle = Math.floor((gone + kept) / 2);
    if (await isOnChain(middle)) kept = middle;
    else gone = middle;
  }
  return newestFirst[kept] ?? NOWHERE;
}
