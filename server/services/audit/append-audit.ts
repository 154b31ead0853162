import { desc, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { auditEvent } from "@/db/schema";
import { AUDIT_START, type AuditEvent, auditHash } from "@/server/domain/audit/chain";
import { toCanonicalJson } from "@/server/domain/canonical";

/** Who acts: a person, a job, a command's operating-system user, a signer. */
export type Actor = `user:${string}` | `job:${string}` | `cli:${string}` | `signer:${string}`;

/** One writer at a time, until its transaction ends: a chain cannot fork. */
const AUDIT_LOCK = 7_301_001;

/**
 * Adds a row to the audit log, in the transaction that does what it tells. `atMs` is chain time where the act
 * belongs to a day, else the machine's.
 */
export async function appendAudit(
  tx: Transaction,
  entry: Omit<AuditEvent, "sequence" | "actor"> & { readonly actor: Actor },
): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${AUDIT_LOCK})`);
  const [last] = await tx
    .select({ sequence: auditEvent.sequence, hash: auditEvent.hash })
    .from(auditEvent)
    .orderBy(desc(auditEvent.sequence))
    .limit(1);
  const event: AuditEvent = { sequence: (last?.sequence ?? 0) + 1, ...entry };
  const previousHash = last?.hash ?? AUDIT_START;
  // Stored as it is hashed: canonical JSON, in which an amount is a decimal string.
  const details = JSON.parse(toCanonicalJson(entry.details));
  await tx.insert(auditEvent).values({ ...event, details, previousHash, hash: auditHash(previousHash, event) });
}
