import { and, asc, eq, inArray } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { actSignature } from "@/db/schema";
import { verifyEnvelope } from "@/server/domain/contract/approval";
import type { Envelope } from "@/server/domain/contract/types";
import type { Hex } from "@/server/domain/units";

type Db = Database | Transaction;

export type ActSignatureRow = typeof actSignature.$inferSelect & {
  /** The ledger would take it. */
  readonly counts: boolean;
};

/** What was signed of these texts, oldest first, each verified again. */
export async function actSignatures(db: Db, texts: readonly string[]): Promise<ActSignatureRow[]> {
  if (texts.length === 0) return [];
  const rows = await db
    .select()
    .from(actSignature)
    .where(inArray(actSignature.text, [...texts]))
    .orderBy(asc(actSignature.id));
  return rows.map((row) => ({ ...row, counts: verifyEnvelope(row.publicKey, row.envelope, row.text) }));
}

/** Those that count and were asked for, by key. */
export function countedOf(rows: readonly ActSignatureRow[], asked: readonly Hex[]): Map<Hex, Envelope> {
  const counted = rows.filter(({ counts, publicKey }) => counts && asked.includes(publicKey));
  return new Map(counted.map(({ publicKey, envelope }) => [publicKey, envelope]));
}

/** Stores one that counts, once for a text and key; one that does not count gives way. False if nothing was written. */
export async function storeActSignature(tx: Transaction, given: typeof actSignature.$inferInsert): Promise<boolean> {
  const added = await tx.insert(actSignature).values(given).onConflictDoNothing().returning({ id: actSignature.id });
  if (added.length > 0) return true;
  const same = and(eq(actSignature.text, given.text), eq(actSignature.publicKey, given.publicKey));
  const [stored] = await tx.select().from(actSignature).where(same).for("update");
  if (!stored || verifyEnvelope(stored.publicKey, stored.envelope, stored.text)) return false;
  await tx.update(actSignature).set(given).where(eq(actSignature.id, stored.id));
  return true;
}
