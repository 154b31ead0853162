import { auditKeyOf } from "@/db/audit-keys";
import type { Transaction } from "@/db/client";
import { type Actor, appendAudit, lastKeyId } from "./append-audit";

/**
 * At start-up: an AUDIT_KEY that is new writes at once, which ends the one before. Throws for one that was replaced.
 * Nothing in an empty log, and where this key writes already.
 */
export async function startKey(tx: Transaction, actor: Actor): Promise<void> {
  const { id } = auditKeyOf(tx);
  const before = await lastKeyId(tx);
  if (before === null || before === id) return;
  await appendAudit(tx, { actor, action: "audit.key", subject: `key:${id}`, details: { before }, atMs: Date.now() });
}
