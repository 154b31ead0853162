import { and, eq, inArray } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { chainTransaction, givenUpDeposit, topUp } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import { OPEN_TOP_UP_STATES, UNSENT_TOP_UP_STATES } from "@/server/domain/top-up/states";
import type { PosixMs } from "@/server/domain/units";
import { holdBlock } from "../../hold-chain";
import { moveTopUp, NO_TRANSACTION, type TopUpRow } from "../top-ups";

/*
 * The proof by which a deposit is given up is as deep as a payout's, and a rollback may be deeper: all have signed, so
 * it may land after all. Its bytes are kept (by `moveTopUp`), and it is found again by its id.
 */

export type Found = {
  readonly row: TopUpRow;
  readonly given: typeof givenUpDeposit.$inferSelect;
  readonly block: { readonly height: number; readonly blockHash: string };
};

/** Deposits that were given up and are in a block of ours now, of top-ups that do not say so yet. */
export async function landedAfterAll(db: Database | Transaction): Promise<Found[]> {
  const { hash, valid, height, blockHash } = chainTransaction;
  return db
    .select({ row: topUp, given: givenUpDeposit, block: { height, blockHash } })
    .from(givenUpDeposit)
    .innerJoin(chainTransaction, and(eq(hash, givenUpDeposit.txHash), eq(valid, true)))
    .innerJoin(topUp, eq(topUp.id, givenUpDeposit.topUpId))
    .where(inArray(topUp.state, [...UNSENT_TOP_UP_STATES, "ENDED"]));
}

/**
 * Says of a top-up that it has landed after all. What its owner has asked for since is ended, unless it was sent: then
 * it is for a state of the pool that this one has replaced, and is given up first.
 */
export async function takeUpAgain(db: Database, { row, given, block }: Found, atMs: PosixMs): Promise<void> {
  const by = { actor: "job:confirm", atMs } as const;
  const { topUpId: _, ...transaction } = given;
  await withTransaction(db, async (tx) => {
    await holdBlock(tx, block.blockHash);
    const open = and(eq(topUp.userId, row.userId), inArray(topUp.state, [...OPEN_TOP_UP_STATES]));
    const [other] = row.state === "ENDED" ? await tx.select().from(topUp).where(open) : [];
    if (other && !UNSENT_TOP_UP_STATES.includes(other.state)) return;
    if (other) {
      const { lovelace, tokens } = row;
      const what = `your deposit of ${lovelace} lovelace and ${tokens} tokens that was given up has landed after all`;
      const detail = `${what}: ask again if this one is to follow it`;
      await moveTopUp(tx, other, "end", { ...by, detail });
    }
    const detail = `given up before, and in block ${block.height} after all: what was in its way was rolled back`;
    await moveTopUp(tx, row, "find", { ...by, detail, set: { ...NO_TRANSACTION, ...transaction } });
  });
}
