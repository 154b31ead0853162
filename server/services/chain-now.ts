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
