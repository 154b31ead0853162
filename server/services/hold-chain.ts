import { eq } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { blockHeader, sourceState } from "@/db/schema";
import type { Hex } from "@/server/domain/units";
import type { ChainNow } from "./chain-now";
import { LostRace } from "./lost-race";

/*
 * What was read from the chain's tables must still be so when a state is written by it. Either is held to the end of
 * the transaction, before any day or attempt: a rollback takes the cursor, its blocks, days and attempts in that order.
 */

/** No block is read or taken back meanwhile: what is read after this holds. Throws LostRace before the first block. */
export async function holdScan(tx: Transaction): Promise<ChainNow> {
  const [state] = await tx.select().from(sourceState).for("share");
  if (!state) throw new LostRace("the chain is being read from its start");
  return state;
}

/** A rollback that takes the block waits, and then finds what was written by it; or it was first: LostRace. */
export async function holdBlock(tx: Transaction, hash: Hex): Promise<void> {
  const [held] = await tx.select().from(blockHeader).where(eq(blockHeader.hash, hash)).for("share");
  if (!held) throw new LostRace(`block ${hash} was rolled back`);
}
