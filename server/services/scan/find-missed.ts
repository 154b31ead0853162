import { inArray } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { chainTransaction } from "@/db/schema";
import type { TransactionRef } from "@/server/domain/ports";

const HASHES_A_QUERY = 5000;

/**
 * The first transaction of blocks that we have read which we do not hold: when its block was read the source's index
 * was behind its tip, and did not list it. Null when we hold them all.
 */
export async function findMissed(
  db: Database | Transaction,
  listed: readonly TransactionRef[],
): Promise<TransactionRef | null> {
  for (let at = 0; at < listed.length; at += HASHES_A_QUERY) {
    const some = listed.slice(at, at + HASHES_A_QUERY);
    const hashes = some.map(({ hash }) => hash);
    const rows = await db
      .select({ hash: chainTransaction.hash })
      .from(chainTransaction)
      .where(inArray(chainTransaction.hash, hashes));
    const held = new Set(rows.map(({ hash }) => hash));
    const missed = some.find(({ hash }) => !held.has(hash));
    if (missed) return missed;
  }
  return null;
}
