import { and, eq } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { approval } from "@/db/schema";
import { verifyEnvelope } from "@/server/domain/contract/approval";

type NewApproval = typeof approval.$inferInsert;

/**
 * Stores a signature that counts, once for a text and key. One that does not count, from before signatures were judged
 * as the ledger does, gives way to it. Returns whether anything was written.
 */
export async function storeApproval(tx: Transaction, given: NewApproval): Promise<boolean> {
  const added = await tx.insert(approval).values(given).onConflictDoNothing().returning({ id: approval.id });
  if (added.length > 0) return true;
  const { dayIndex, text, publicKey } = given;
  const [stored] = await tx
    .select()
    .from(approval)
    .where(and(eq(approval.dayIndex, dayIndex), eq(approval.text, text), eq(approval.publicKey, publicKey)))
    .for("update");
  if (!stored || verifyEnvelope(stored.publicKey, stored.envelope, stored.text)) return false;
  await tx.update(approval).set(given).where(eq(approval.id, stored.id));
  return true;
}
