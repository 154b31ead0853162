import { inArray, sql } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { actProposal, attempt, givenUpDeposit, ownTransaction, topUp } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import { transactionId } from "@/server/domain/cardano/transaction-id";
import type { ChainSource } from "@/server/domain/ports";
import type { Hex } from "@/server/domain/units";
import { type Actor, appendAudit } from "../audit/append-audit";

/** Which of these we built ourselves, somebody said to be ours, or are from before this database knew the pool. */
export async function whichAreOurs(db: Database, hashes: readonly Hex[]): Promise<ReadonlySet<Hex>> {
  if (hashes.length === 0) return new Set();
  const tables = [attempt, actProposal, topUp, givenUpDeposit, ownTransaction];
  const found = await Promise.all(
    tables.map((table) =>
      db
        .select({ txHash: sql<Hex>`${table.txHash}` })
        .from(table)
        .where(inArray(table.txHash, [...hashes])),
    ),
  );
  return new Set(found.flat().map(({ txHash }) => txHash));
}

export type OwnTransaction = { readonly txHash: Hex; readonly actor: Actor; readonly why: string };

/** False if it is known already. */
export async function recordOwn(tx: Database | Transaction, own: OwnTransaction): Promise<boolean> {
  const made = await tx
    .insert(ownTransaction)
    .values(own)
    .onConflictDoNothing()
    .returning({ txHash: ownTransaction.txHash });
  return made.length > 0;
}

/** Those that moved the pool before this database knew it: they may be years old, and wake nobody. In one statement. */
export async function recordEarlier(tx: Transaction, hashes: readonly Hex[], actor: Actor): Promise<void> {
  await tx.execute(sql`
    insert into ${ownTransaction} (tx_hash, actor, why)
    select hash, ${actor}, 'before this database knew the pool' from unnest(${sql.param([...hashes])}::text[]) hash
    on conflict do nothing`);
}

/** What a person says. False if it is known already. */
export async function sayOurs(db: Database, own: OwnTransaction): Promise<boolean> {
  return withTransaction(db, async (tx) => {
    if (!(await recordOwn(tx, own))) return false;
    const { actor, txHash, why } = own;
    const event = { actor, action: "transaction.ours", subject: `tx:${txHash}`, details: { why }, atMs: Date.now() };
    await appendAudit(tx, event);
    return true;
  });
}

/** The source, which calls `remember` with an id before a transaction is sent: so none of ours looks like a theft. */
export function remembering(source: ChainSource, remember: (txHash: Hex) => Promise<unknown>): ChainSource {
  const known = new Set<Hex>();
  return {
    ...source,
    submit: async (bytes) => {
      const txHash = transactionId(bytes);
      if (!known.has(txHash)) await remember(txHash);
      known.add(txHash);
      return source.submit(bytes);
    },
  };
}
