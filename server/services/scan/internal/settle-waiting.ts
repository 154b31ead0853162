import { and, asc, eq, inArray, isNull, sql } from "drizzle-orm";
import { chainTransaction, participation, sourceState, txBytes } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import type { Height } from "@/server/domain/units";
import type { Context } from "../../context";
import type { Followed } from "../../followed/followed";
import { HELD, readHeld } from "../../followed/held-transactions";
import { loadOutputs } from "../../followed/known-outputs";
import { playersOf, settlePlays } from "./apply-plays";
import { addIdentities } from "./dictionary";
import { findPlays } from "./find-plays";

/** How many are looked at, and what they may ask of the source: in a step at rest, they have time. */
type Limits = { readonly plays: number; readonly earlier: number; readonly asksAgain?: boolean };
const AT_REST: Limits = { plays: 50, earlier: 50 };

/**
 * Plays whose payer would have cost too much to find out at once, or spent what the source does not have. They count
 * from the first day that has not been read when it is known. Those that were looked at least come next, so that one
 * that stays unknown is in nobody's way.
 */
export async function settleWaiting(
  ctx: Context,
  followed: readonly Followed[],
  height: Height,
  { plays: most, earlier, asksAgain = false }: Limits = AT_REST,
): Promise<void> {
  const { db } = ctx;
  const rows = await db
    .select({ ruleId: participation.ruleId, held: HELD })
    .from(participation)
    .innerJoin(chainTransaction, eq(chainTransaction.hash, participation.txHash))
    .leftJoin(txBytes, eq(txBytes.id, participation.txHash))
    .where(isNull(participation.knownHeight))
    .orderBy(sql`${participation.lookedAt} nulls first`, asc(participation.height), asc(participation.txHash))
    .limit(most);
  if (rows.length === 0) return;
  const payments = rows.flatMap(({ ruleId, held }) => {
    const game = followed.find(({ id }) => id === ruleId);
    return game ? [{ game, transaction: readHeld(held) }] : [];
  });
  const refs = payments.flatMap(({ transaction }) => transaction.inputs.map(({ ref }) => ref));
  const plays = await findPlays(ctx, payments, await loadOutputs(db, refs), { left: earlier, asksAgain });
  await addIdentities(db, playersOf(plays));
  await withTransaction(db, async (tx) => {
    const [now] = await tx.select().from(sourceState).where(eq(sourceState.height, height)).for("update");
    if (!now) return;
    await settlePlays(tx, plays);
    const hashes = payments.map(({ transaction }) => transaction.hash);
    await tx
      .update(participation)
      .set({ lookedAt: sql`now()` })
      .where(and(isNull(participation.knownHeight), inArray(participation.txHash, hashes)));
  });
}
