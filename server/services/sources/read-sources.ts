import { asc, inArray } from "drizzle-orm";
import type { Database } from "@/db/client";
import { callLimit, sourceHealth } from "@/db/schema";
import type { SourceState } from "@/server/domain/source/health";
import type { SourceName } from "@/server/domain/source/names";
import type { PosixMs } from "@/server/domain/units";
import { dayKey, dayLimitName } from "./internal/day-limit";

/** A chain source, for people who run the service. */
export type SourceView = {
  readonly name: SourceName;
  /** How people know the server; without secrets. */
  readonly server: string;
  readonly hasBytes: boolean;
  readonly state: SourceState;
  readonly reason: string | null;
  readonly sinceMs: PosixMs;
  readonly nextTryMs: PosixMs | null;
  /** Since when it is the one that is read from; null while it is not. */
  readonly chosenMs: PosixMs | null;
  /** Where the settings bound them: calls of this day (of UTC), with those that instances have leased and not made. */
  readonly callsToday: number | null;
};

/** All of them, in the order of the settings; none before an engine or the web application has asked one. */
export async function readSources(db: Database, nowMs: PosixMs): Promise<SourceView[]> {
  const rows = await db.select().from(sourceHealth).orderBy(asc(sourceHealth.place));
  const keyOf = (name: SourceName) => `${dayLimitName(name)}:${dayKey(nowMs)}`;
  const keys = rows.map(({ name }) => keyOf(name));
  const counts = keys.length === 0 ? [] : await db.select().from(callLimit).where(inArray(callLimit.key, keys));
  return rows.map(({ name, server, hasBytes, state, reason, sinceMs, nextTryMs, chosenMs }) => {
    const callsToday = counts.find(({ key }) => key === keyOf(name))?.points ?? null;
    return { name, server, hasBytes, state, reason, sinceMs, nextTryMs, chosenMs, callsToday };
  });
}
