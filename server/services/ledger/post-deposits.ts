import { asc, inArray, lte } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { ledgerEntry, poolUtxo } from "@/db/schema";
import type { LedgerTransaction } from "@/server/domain/ledger/ledger";
import { postDeposit } from "@/server/domain/ledger/post";
import type { Height } from "@/server/domain/units";

/**
 * Deposits up to a block that no rollback reaches and that are not in the books yet, what the pool was made with
 * included. They are found from the state token's history: whatever raises the pool is a deposit, since its
 * depositor pays the fee, and nothing else raises it.
 */
export async function newDeposits(tx: Transaction, finalHeight: Height): Promise<LedgerTransaction[]> {
  const rows = await tx
    .select({ txHash: poolUtxo.txHash, lovelace: poolUtxo.lovelace, spentTxHash: poolUtxo.spentTxHash })
    .from(poolUtxo)
    .where(lte(poolUtxo.createdHeight, finalHeight))
    .orderBy(asc(poolUtxo.createdHeight));
  const before = new Map(rows.map((row) => [row.spentTxHash, row.lovelace]));
  const deposits = rows.flatMap(({ txHash, lovelace }) => {
    const rise = lovelace - (before.get(txHash) ?? 0n);
    return rise > 0n ? [postDeposit(txHash, rise)] : [];
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
