import { and, desc, eq, gte, ilike, lt, max, or, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { auditEvent, user } from "@/db/schema";
import type { AuditRow } from "@/server/domain/audit/chain";
import { escapeLike } from "../escape-like";
import { toAuditRow } from "./internal/to-audit-row";

export type AuditEntry = AuditRow & { readonly actorName: string };
export type AuditPage = {
  readonly entries: readonly AuditEntry[];
  /** The oldest event that was looked at. */
  readonly from: number;
  /** Where the next page begins; null at the log's start. */
  readonly olderThan: number | null;
};

/** A search looks through so many events at once, so that its time does not grow with the log. */
const SEARCHED = 20_000;
const LONGEST_SEARCH = 100;

/** The log, newest first; `search` looks in actor, action and subject of the next SEARCHED events. */
export async function listAudit(
  db: Database,
  query: { readonly below: number | null; readonly search: string; readonly limit: number },
): Promise<AuditPage> {
  const end = (await newest(db)) + 1;
  const below = Math.min(query.below ?? end, end);
  const isSearch = query.search !== "";
  const like = `%${escapeLike(query.search.slice(0, LONGEST_SEARCH))}%`;
  const found = isSearch
    ? or(ilike(auditEvent.actor, like), ilike(auditEvent.action, like), ilike(auditEvent.subject, like))
    : undefined;
  const from = Math.max(1, below - (isSearch ? SEARCHED : query.limit));
  const rows = await db
    .select({ row: auditEvent, name: user.name })
    .from(auditEvent)
    .leftJoin(user, eq(auditEvent.actor, sql`'user:' || ${user.id}`))
    .where(and(lt(auditEvent.sequence, below), gte(auditEvent.sequence, from), found))
    .orderBy(desc(auditEvent.sequence))
    .limit(query.limit);
  const entries = rows.map(({ row, name }) => ({ ...toAuditRow(row), actorName: name ?? row.actor }));
  const last = rows.length === query.limit ? (rows.at(-1)?.row.sequence ?? from) : from;
  return { entries, from: last, olderThan: last > 1 ? last : null };
}

async function newest(db: Database): Promise<number> {
  const [row] = await db.select({ sequence: max(auditEvent.sequence) }).from(auditEvent);
  return row?.sequence ?? 0;
}
