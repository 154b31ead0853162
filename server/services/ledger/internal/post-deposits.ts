import { asc, inArray, lte } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { ledgerEntry, poolUtxo } from "@/db/schema";
import { decodeDatum } from "@/server/domain/contract/datum";
import type { LedgerTransaction } from "@/server/domain/ledger/ledger";
import { postDeposit } from "@/server/domain/ledger/post";
import type { Height } from "@/server/domain/units";

/**
 * Deposits up to a final block that are not in the books yet, the pool's first money included. They are found in the
 * state token's history: whatever raises the pool is a deposit, since the depositor pays the fee. A Commit is the
 * exception: it may bring in the balance of the governor's reward account, which is posted with its day, beside its
 * fee.
 */
export async function newDeposits(tx: Transaction, finalHeight: Height): Promise<LedgerTransaction[]> {
  const rows = await tx
    .select({
      txHash: poolUtxo.txHash,
      lovelace: poolUtxo.lovelace,
      datum: poolUtxo.datum,
      spentTxHash: poolUtxo.spentTxHash,
    })
    .from(poolUtxo)
    .where(lte(poolUtxo.createdHeight, finalHeight))
    .orderBy(asc(poolUtxo.createdHeight));
  const spentBy = new Map(rows.map((row) => [row.spentTxHash, row]));
  const deposits = rows.flatMap((row) => {
    const before = spentBy.get(row.txHash);
    const rise = row.lovelace - (before?.lovelace ?? 0n);
    if (rise <= 0n || (before && planOf(before.datum) !== planOf(row.datum))) return [];
    return [postDeposit(row.txHash, rise)];
  });
  if (deposits.length === 0) return [];
  const known = await tx
    .selectDistinct({ reference: ledgerEntry.reference })
    .from(ledgerEntry)
    .where(
      inArray(
        ledgerEntry.reference,
        deposits.map(({ reference }) => reference),
      ),
    );
  const entered = new Set(known.map(({ reference }) => reference));
  return deposits.filter(({ reference }) => !entered.has(reference));
}

/** Only a Commit changes the plan. */
function planOf(datum: string | null): string | null {
  return datum === null ? null : decodeDatum(datum).plan;
}
