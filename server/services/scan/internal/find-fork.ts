import { desc, lt } from "drizzle-orm";
import type { Database } from "@/db/client";
import { blockHeader } from "@/db/schema";
import type { ChainSource } from "@/server/domain/ports";
import type { Place } from "./cursor";

/** How far back we look: past every rollback that a chain allows. */
const BLOCKS_TO_SEARCH = 5000;

export type Fork = {
  /** The newest block of ours that is still on the source's chain; null where it knows none. */
  readonly block: Place | null;
  /** Ours that followed it. */
  readonly lost: Place;
};

/** Steps back doubling, then halves: a rollback of n blocks costs about 2 log n questions. */
export async function findFork(db: Database, source: ChainSource, cursor: Place): Promise<Fork> {
  const older = await db
    .select({ height: blockHeader.height, hash: blockHeader.hash })
    .from(blockHeader)
    .where(lt(blockHeader.height, cursor.height))
    .orderBy(desc(blockHeader.height))
    .limit(BLOCKS_TO_SEARCH);
  const newestFirst: Place[] = [cursor, ...older];
  const isOnChain = async (at: number) => {
    const block = newestFirst[at];
    return block !== undefined && (await source.block(block.hash, block)) !== null;
  };
  const answer = (kept: number): Fork => ({
    block: newestFirst[kept] ?? null,
    lost: newestFirst[kept - 1] ?? cursor,
  });

  let gone = 0;
  let kept = 1;
  while (kept < newestFirst.length && !(await isOnChain(kept))) {
    gone = kept;
    kept = kept * 2 + 1;
  }
  if (kept >= newestFirst.length) {
    kept = newestFirst.length - 1;
    if (kept <= gone || !(await isOnChain(kept))) return answer(newestFirst.length);
  }
  while (kept - gone > 1) {
    const middle = Math.floor((gone + kept) / 2);
    if (await isOnChain(middle)) kept = middle;
    else gone = middle;
  }
  return answer(kept);
}
