import { eq } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { blockHeader, sourceState } from "@/db/schema";
import type { Hex } from "@/server/domain/units";
import type { ChainNow } from "./chain-now";
import { LostRace } from "./lost-race";

/*
 * What was read from the chain's tables must still hold when a state is written by it. These locks last until the
 * transaction ends and come first: a rollback takes the cursor, its blocks, days and attempts in this order.
 */

/** Locks the scan: no block is read or taken back until the end. Throws LostRace before the first block. */
export async function holdScan(tx: Transaction): Promise<ChainNow> {
  const [state] = await tx.select().from(sourceState).for("share");
  if (!state) throw new LostRace("the scan has not read a block yet");
  return state;
}

/** Locks a block: a later rollback waits and sees what was written. Throws LostRace if the rollback was first. */
export async function holdBlock(tx: Transaction, hash: Hex): Promise<void> {
  const [held] = await tx.select().from(blockHeader).where(eq(blockHeader.hash, hash)).for("share");
  if (!held) throw new LostRace(`block ${hash} was rolled back`);
}
