import { desc, eq, sql } from "drizzle-orm";
import { auditKeyOf } from "@/db/audit-keys";
import type { Transaction } from "@/db/client";
import { auditEvent } from "@/db/schema";
import type { AuditHead } from "@/server/domain/audit/anchor";
import { AUDIT_START, type AuditEvent, auditHash } from "@/server/domain/audit/chain";
import { type AuditKey, keyAuditHash } from "@/server/domain/audit/mac";
import { toCanonicalJson } from "@/server/domain/canonical";
import type { Hex } from "@/server/domain/units";

/** The actor: a person, a job, a command's operating-system user, or a signer. */
export type Actor = `user:${string}` | `job:${string}` | `cli:${string}` | `signer:${string}`;

/** One writer at a time, until its transaction ends, so that the chain cannot fork. */
const AUDIT_LOCK = 7_301_001;

/**
 * Adds a row to the audit log, in the transaction that it records. `atMs` is chain time if the event belongs to a day,
 * else the machine's.
 */
export async function appendAudit(
  tx: Transaction,
  entry: Omit<AuditEvent, "sequence" | "actor"> & { readonly actor: Actor },
): Promise<void> {
  const key = auditKeyOf(tx);
  await tx.execute(sql`select pg_advisory_xact_lock(${AUDIT_LOCK})`);
  await demandPresentKey(tx, key);
  const { sequence, hash: previousHash } = await readAuditHead(tx);
  const event: AuditEvent = { sequence: sequence + 1, ...entry };
  // Stored as it is hashed: canonical JSON, with amounts as decimal strings.
  const details = JSON.parse(toCanonicalJson(entry.details));
  const hash = auditHash(previousHash, event);
  await tx.insert(auditEvent).values({ ...event, details, previousHash, hash, ...keyAuditHash(key, hash) });
}

/** The key of the last event; null in an empty log. */
export async function lastKeyId(tx: Transaction): Promise<Hex | null> {
  const last = tx.select({ keyId: auditEvent.keyId }).from(auditEvent).orderBy(desc(auditEvent.sequence)).limit(1);
  return (await last)[0]?.keyId ?? null;
}

/**
 * Throws if another key has taken this one's place: a log in which an earlier key writes again does not verify, as
 * whoever stole that key could write as well. A key that is new may follow any other, also one that was lost.
 */
async function demandPresentKey(tx: Transaction, { id }: AuditKey): Promise<void> {
  const last = await lastKeyId(tx);
  if (last === null || last === id) return;
  const [earlier] = await tx
    .select({ sequence: auditEvent.sequence })
    .from(auditEvent)
    .where(eq(auditEvent.keyId, id))
    .limit(1);
  if (!earlier) return;
  throw new Error(
    `AUDIT_KEY (${id}) was replaced by another (${last}), and writes no more. Start this process with the present one; ` +
      "if it is lost, with a new one that was never used.",
  );
}

/** The last event: it stands for the whole log up to there. */
export async function readAuditHead(tx: Transaction): Promise<AuditHead> {
  const [last] = await tx
    .select({ sequence: auditEvent.sequence, hash: auditEvent.hash })
    .from(auditEvent)
    .orderBy(desc(auditEvent.sequence))
    .limit(1);
  return last ?? { sequence: 0, hash: AUDIT_START };
}
