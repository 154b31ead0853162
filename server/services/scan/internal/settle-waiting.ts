import { and, asc, eq, isNull } from "drizzle-orm";
import { chainTransaction, participation, sourceState } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import { fromStoredTransaction } from "@/server/domain/cardano/stored-transaction";
import type { Height } from "@/server/domain/units";
import type { Context } from "../../context";
import type { Followed } from "../../followed/followed";
import { loadOutputs } from "../../followed/known-outputs";
import { settlePlays } from "./apply-plays";
import { findPlays } from "./find-plays";

/** What waiting plays may ask of the source in a step: they have time. */
const EARLIER_A_STEP = 50;
const PLAYS_A_STEP = 50;

/** Plays whose payer would have cost too much to find out at once. They count from the next day that is read. */
export async function settleWaiting(ctx: Context, followed: readonly Followed[], height: Height): Promise<void> {
  const { db } = ctx;
  const rows = await db
    .select({ ruleId: participation.ruleId, transaction: chainTransaction })
    .from(participation)
    .innerJoin(chainTransaction, eq(chainTransaction.hash, participation.txHash))
    .where(isNull(participation.knownHeight))
    .orderBy(asc(participation.height), asc(participation.txHash))
    .limit(PLAYS_A_STEP);
  if (rows.length === 0) return;
  const payments = rows.flatMap(({ ruleId, transaction: row }) => {
    const game = followed.find(({ id }) => id === ruleId);
    const { hash, valid, height: at, blockHash, slot, timeMs } = row;
    const block = { hash: blockHash, height: at, slot, timeMs };
    return game ? [{ game, transaction: fromStoredTransaction({ hash, valid, block }, row.body) }] : [];
  });
  const refs = payments.flatMap(({ transaction }) => transaction.inputs.map(({ ref }) => ref));
  const plays = await findPlays(ctx, payments, await loadOutputs(db, refs), { left: EARLIER_A_STEP });
  await withTransaction(db, async (tx) => {
    const [now] = await tx
      .select()
      .from(sourceState)
      .where(and(eq(sourceState.height, height)))
      .for("update");
    if (now) await settlePlays(tx, plays);
  });
}
