import { and, eq } from "drizzle-orm";
import { auditKeysOf } from "@/db/audit-keys";
import type { Database } from "@/db/client";
import { auditCheck } from "@/db/schema";
import { keyAuditHash } from "@/server/domain/audit/mac";
import { contentHashOf } from "@/server/domain/hash";
import type { DayIndex, Hex, PosixMs } from "@/server/domain/units";
import type { Place, Problem } from "./read-rows";

/** What the engine knows of the log. By the machine's clock. */
export type AuditCheck = {
  /** Every event up to here verified when it was read first. */
  readonly known: Place;
  /** Whether the next step can wait: nothing new is left to read, or something does not fit and it could not go on. */
  readonly rests: boolean;
  readonly checkedAtMs: PosixMs;
  /** All is read again and again, for what was changed since: events first, then the days after one. */
  readonly again: { readonly place: Place; readonly afterDay: DayIndex } | null;
  /** When it was last read again to its end. */
  readonly wholeAtMs: PosixMs | null;
  readonly problem: (Problem & { readonly sinceMs: PosixMs }) | null;
};

const ONE = 1;

/** The code of a stored state. Its hash is of another beginning than an event's, so neither passes for the other. */
function macOf(db: Database, state: string): Hex {
  const [key] = auditKeysOf(db);
  if (!key) throw new Error("the audit log's key is missing: connect with AUDIT_KEY");
  return keyAuditHash(key, contentHashOf(`daily-prize-oracle/audit-check/1\n${state}`)).mac;
}

/** Null where nothing is stored, or not under the present key: then the log was not checked. */
export async function loadCheck(db: Database): Promise<AuditCheck | null> {
  return (await loadRow(db))?.check ?? null;
}

async function loadRow(db: Database): Promise<{ readonly state: string; readonly check: AuditCheck | null } | null> {
  const [row] = await db.select().from(auditCheck).where(eq(auditCheck.id, ONE));
  if (!row) return null;
  return { state: row.state, check: row.mac === macOf(db, row.state) ? JSON.parse(row.state) : null };
}

/** Replaces what is stored by what `next` makes of it. Of two that do so at once, one does nothing. */
export async function replaceCheck(
  db: Database,
  next: (before: AuditCheck | null) => Promise<AuditCheck | null>,
): Promise<void> {
  const row = await loadRow(db);
  const check = await next(row?.check ?? null);
  if (check === null) return;
  const state = JSON.stringify(check);
  const values = { id: ONE, state, mac: macOf(db, state) };
  if (!row) await db.insert(auditCheck).values(values).onConflictDoNothing();
  else {
    const unchanged = and(eq(auditCheck.id, ONE), eq(auditCheck.state, row.state));
    await db
      .update(auditCheck)
      .set({ ...values, writtenAt: new Date() })
      .where(unchanged);
  }
}
