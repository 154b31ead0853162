import { eq } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { chainTransaction } from "@/db/schema";
import type { Hex, Lovelace } from "@/server/domain/units";
import { loadHeld } from "../followed/held-transactions";

export type Cost = {
  readonly feeLovelace: Lovelace;
  /** Income besides the inputs: a Commit may withdraw the governor's reward account into the pool. */
  readonly receivedLovelace: Lovelace;
};

/** What a spend of the pool cost and brought, whoever sent it, by its bytes. */
export async function costOf(db: Database | Transaction, txHash: Hex): Promise<Cost> {
  const [held] = await loadHeld(db, eq(chainTransaction.hash, txHash));
  if (!held) throw new Error(`transaction ${txHash} moved the pool, but it is not among those that we hold`);
  return { feeLovelace: held.feeLovelace ?? 0n, receivedLovelace: held.withdrawnLovelace };
}
