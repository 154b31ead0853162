import { and, desc, ilike, inArray, lt, or } from "drizzle-orm";
import type { Database } from "@/db/client";
import { auditEvent, user } from "@/db/schema";
import type { AuditRow } from "@/server/domain/audit/chain";
import { escapeLike } from "../escape-like";
import { toAuditRow } from "./verify-log";

export type AuditEntry = AuditRow & { readonly actorName: string };
export type AuditPage = { readonly entries: readonly AuditEntry[]; readonly olderThan: number | null };

/** The log, newest first; `search` looks in actor, action and subject. */
export async function listAudit(
  db: Database,
  query: { readonly below: number | null; readonly search: string; readonly limit: number },
): Promise<AuditPage> {
  const like = `%${escapeLike(query.search)}%`;
  const found =
    query.search === ""
      ? undefined
      : or(ilike(auditEvent.actor, like), ilike(auditEvent.action, like), ilike(auditEvent.subject, like));
  const rows = await db
    .select()
    .from(auditEvent)
    .where(and(found, query.below === null ? undefined : lt(auditEvent.sequence, query.below)))
    .orderBy(desc(auditEvent.sequence))
    .limit(query.limit + 1);
  const shown = rows.slice(0, query.limit);
  const names = await namesOf(
    db,
    shown.map(({ actor }) => actor),
  );
  const entries = shown.map((row) => ({ ...toAuditRow(row), actorName: names.get(row.actor) ?? row.actor }));
  const olderThan = rows.length > query.limit ? (shown.at(-1)?.sequence ?? null) : null;
  return { entries, olderThan };
}

async function namesOf(db: Database, actors: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(actors.flatMap((actor) => (actor.startsWith("user:") ? [actor.slice(5)] : [])))];
  if (ids.length === 0) return new Map();
  const rows = await db.select({ id: user.id, name: user.name }).from(user).where(inArray(user.id, ids));
  return new Map(rows.map(({ id, name }) => [`user:${id}`, name]));
}
