import type { Database } from "@/db/client";
import { type ResponseTimes, timesOf } from "@/server/domain/monitoring/measure-response";
import type { PosixMs } from "@/server/domain/units";
import { actorNames } from "./internal/actor-names";
import type { IncidentRow } from "./internal/rows";

/** An incident as pages and commands show it: people by their names, times in milliseconds. */
export type IncidentView = Pick<
  IncidentRow,
  | ("id" | "kind" | "subject" | "priority" | "state" | "title" | "fact" | "next" | "publicText")
  | ("causeId" | "comebacks" | "postMortem")
> & {
  readonly beganMs: PosixMs;
  readonly openedMs: PosixMs;
  readonly lastSeenMs: PosixMs;
  readonly wellSinceMs: PosixMs | null;
  readonly acknowledged: { readonly by: string; readonly why: string; readonly atMs: PosixMs } | null;
  readonly resolved: { readonly by: string; readonly atMs: PosixMs } | null;
  readonly times: ResponseTimes;
};

export async function toViews(db: Database, rows: readonly IncidentRow[]): Promise<IncidentView[]> {
  const actors = rows.flatMap(({ acknowledgedBy, resolvedBy }) => [acknowledgedBy, resolvedBy]);
  const nameOf = await actorNames(db, actors);
  return rows.map((row) => {
    const { id, kind, subject, priority, state, title, fact, next, publicText, causeId, comebacks, postMortem } = row;
    const { acknowledgedAt, acknowledgedBy, acknowledgedWhy, resolvedAt, resolvedBy } = row;
    return {
      ...{ id, kind, subject, priority, state, title, fact, next, publicText, causeId, comebacks, postMortem },
      beganMs: row.beganAt.getTime(),
      openedMs: row.openedAt.getTime(),
      lastSeenMs: row.lastSeenAt.getTime(),
      wellSinceMs: row.wellSince?.getTime() ?? null,
      acknowledged:
        acknowledgedAt && acknowledgedBy !== null
          ? { by: nameOf(acknowledgedBy), why: acknowledgedWhy ?? "", atMs: acknowledgedAt.getTime() }
          : null,
      resolved: resolvedAt && resolvedBy !== null ? { by: nameOf(resolvedBy), atMs: resolvedAt.getTime() } : null,
      times: timesOf(momentsOf(row)),
    };
  });
}

/** What its times are measured from. */
export function momentsOf(
  row: Pick<IncidentRow, "beganAt" | "openedAt" | "acknowledgedAt" | "resolvedAt" | "wellSince">,
) {
  const { beganAt, openedAt, acknowledgedAt, resolvedAt, wellSince } = row;
  return {
    beganMs: beganAt.getTime(),
    openedMs: openedAt.getTime(),
    acknowledgedMs: acknowledgedAt?.getTime() ?? null,
    overMs: resolvedAt === null ? null : (wellSince ?? resolvedAt).getTime(),
  };
}
