import type { Database, Transaction } from "@/db/client";
import { sourceState } from "@/db/schema";
import type { Height, Hex, PosixMs, Slot } from "@/server/domain/units";

/** Where our own scan is: the only clock that decisions about days and money are made by. */
export type ChainNow = {
  readonly height: Height;
  readonly hash: Hex;
  readonly slot: Slot;
  readonly timeMs: PosixMs;
  /** The source's tip when it was last read from. */
  readonly tipHeight: Height;
};

/** Null before the first block is read. */
export async function chainNow(db: Database | Transaction): Promise<ChainNow | null> {
  const [state] = await db.select().from(sourceState);
  return state ?? null;
}

/** Blocks between our scan and the tip at which it was made; a scan that keeps up has none, or a few. */
const MOST_BLOCKS_BEHIND = 10;

/** Whether the view is too old to decide anything on that the chain may already have answered. */
export function isBehind({ height, tipHeight }: ChainNow): boolean {
  return tipHeight - height > MOST_BLOCKS_BEHIND;
}
