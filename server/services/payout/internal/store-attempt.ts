import { violatedConstraint } from "@/db/errors";
import { attempt } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import type { BuiltSpend } from "@/server/chain/pool/spend-terms";
import { toStoredOutput } from "@/server/domain/cardano/stored-output";
import type { PoolState } from "@/server/domain/contract/read-pool";
import type { DayRow } from "../../day/move-day";
import { type AttemptRow, findLive, holdDay, type Purpose, recordAttempt } from "../attempts";
import type { PayoutContext } from "../payout-context";

/**
 * Stores a built transaction before it is sent. If another instance was first, its attempt wins: the unique index on
 * live attempts decides, and ours is dropped unsent.
 */
export async function storeAttempt(
  ctx: PayoutContext,
  made: { day: DayRow; purpose: Purpose; input: PoolState; spend: BuiltSpend; signed: string; atMs: number },
): Promise<AttemptRow | null> {
  const { day, purpose, input, spend, signed, atMs } = made;
  const row = {
    dayIndex: day.dayIndex,
    ...purpose,
    state: "BUILT" as const,
    txHash: spend.txHash,
    txBytes: signed,
    feeLovelace: spend.feeLovelace,
    validUntilSlot: spend.validUntilSlot,
    inputTxHash: input.output.ref.txHash,
    inputIndex: input.output.ref.index,
    nextPool: toStoredOutput(spend.nextPool.output),
  };
  try {
    const stored = await withTransaction(ctx.db, async (tx) => {
      await holdDay(tx, day);
      const [inserted] = await tx.insert(attempt).values(row).returning();
      const detail = `${signed.length / 2} bytes, fee ${spend.feeLovelace}, valid until slot ${spend.validUntilSlot}`;
      await recordAttempt(tx, row, null, { actor: "job:advance", atMs, detail });
      return inserted ?? null;
    });
    if (purpose.kind === "pay") ctx.crashAt("payout-stored");
    return stored;
  } catch (error) {
    if (!violatedConstraint(error)?.startsWith("attempt_")) throw error;
    return findLive(ctx.db, day.dayIndex, purpose, input.output.ref);
  }
}
