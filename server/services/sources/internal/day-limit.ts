import type { SourceName } from "@/server/domain/source/names";
import type { PosixMs } from "@/server/domain/units";

/** What the calls of a day are counted under. */
export const dayLimitName = (source: SourceName): string => `source-day-${source}`;

/** Days of UTC, as the servers count them. */
export const dayKey = (nowMs: PosixMs): string => new Date(nowMs).toISOString().slice(0, 10);
