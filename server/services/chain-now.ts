import { eq, gte } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { blockHeader, sourceState } from "@/db/schema";
import { MOST_BLOCKS_BEHIND } from "@/server/domain/health/limits";
import type { Height, Hex, PosixMs, Slot } from "@/server/domain/units";

/** The position of our own scan: the only clock for decisions about days and money. */
export type ChainNow = {
  readonly height: Height;
  readonly hash: Hex;
  readonly slot: Slot;
  readonly timeMs: PosixMs;
  /** The source's tip when it was last read. */
  readonly tipHeight: Height;
};

/** Null before the first block is read. */
export async function chainNow(db: Database | Transaction): Promise<ChainNow | null> {
  const [state] = await db.select().from(sourceState);
  return state ?? null;
}

/** How many blocks we have read from a moment on. A deadline has passed only once they are enough. */
export async function blocksSince(db: Database | Transaction, timeMs: PosixMs): Promise<number> {
  return db.$count(blockHeader, gte(blockHeader.timeMs, timeMs));
}

/** Of the block of ours at a height; null if we have none there. */
export async function timeOfBlock(db: Database | Transaction, height: Height): Promise<PosixMs | null> {
  const [block] = await db
    .select({ timeMs: blockHeader.timeMs })
    .from(blockHeader)
    .where(eq(blockHeader.height, height));
  return block?.timeMs ?? null;
}

/** Whether the scan is too old to decide on: the chain may already have moved. */
export function isBehind({ height, tipHeight }: Pick<ChainNow, "height" | "tipHeight">): boolean {
  return tipHeight - height > MOST_BLOCKS_BEHIND;
}
