import { desc, eq, sql } from "drizzle-orm";
import { ADVISORY_LOCKS } from "@/db/advisory-locks";
import { auditKeyOf } from "@/db/audit-keys";
import type { Transaction } from "@/db/client";
import { auditEvent } from "@/db/schema";
import { tell } from "@/db/tell";
import type { AuditHead } from "@/server/domain/audit/anchor";
import { AUDIT_START, type AuditEvent, auditHash } from "@/server/domain/audit/chain";
import { type AuditKey, keyAuditHash } from "@/server/domain/audit/mac";
import { toCanonicalJson } from "@/server/domain/canonical";
import type { Hex } from "@/server/domain/units";

/** The actor: a person, a job, a command's operating-system user, or a signer. */
export type Actor = `user:${string}` | `job:${string}` | `cli:${string}` | `signer:${string}`;

/**
 * Adds a row to the audit log, in the transaction that it records, and tells of it. `atMs` is chain time if the event
 * belongs to a day, else the machine's.
 */
export async function appendAudit(
  tx: Transaction,
  entry: Omit<AuditEvent, "sequence" | "actor"> & { readonly actor: Actor },
): Promise<void> {
  const key = auditKeyOf(tx);
  // One writer at a time, until its transaction ends, so that the chain cannot fork.
  await tx.execute(sql`select pg_advisory_xact_lock(${ADVISORY_LOCKS.auditLog})`);
  const { sequence, hash: previousHash, keyId } = await readLast(tx);
  await demandPresentKey(tx, key, keyId);
  const event: AuditEvent = { sequence: sequence + 1, ...entry };
  // Stored as it is hashed: canonical JSON, with amounts as decimal strings.
  const details = JSON.parse(toCanonicalJson(entry.details));
  const hash = auditHash(previousHash, event);
  await tx.insert(auditEvent).values({ ...event, details, previousHash, hash, ...keyAuditHash(key, hash) });
  // Whatever moves a day or an attempt, or adds a signature, passes here.
  const dayIndex = /^day:(\d+)(?=:|$)/.exec(entry.subject)?.[1];
  await (dayIndex === undefined ? tell(tx, "record", 0) : tell(tx, "day", Number(dayIndex)));
}

/**
 * Throws if another key has taken this one's place: a log in which an earlier key writes again does not verify, as
 * whoever stole that key could write as well. A key that is new may follow any other, also one that was lost.
 */
async function demandPresentKey(tx: Transaction, { id }: AuditKey, last: Hex | null): Promise<void> {
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

/** The key of the last event; null in an empty log. */
export async function lastKeyId(tx: Transaction): Promise<Hex | null> {
  return (await readLast(tx)).keyId;
}

/** The last event: it stands for the whole log up to there. */
export async function readAuditHead(tx: Transaction): Promise<AuditHead> {
  const { sequence, hash } = await readLast(tx);
  return { sequence, hash };
}

async function readLast(tx: Transaction): Promise<AuditHead & { readonly keyId: Hex | null }> {
  const { sequence, hash, keyId } = auditEvent;
  const newest = tx.select({ sequence, hash, keyId }).from(auditEvent).orderBy(desc(sequence)).limit(1);
  return (await newest)[0] ?? { sequence: 0, hash: AUDIT_START, keyId: null };
}
