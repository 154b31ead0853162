import { desc, lt } from "drizzle-orm";
import { day } from "@/db/schema";
import { dayEndMs, dayStartMs } from "@/server/domain/day/calendar";
import type { DayState } from "@/server/domain/day/states";
import type { DayIndex, Lovelace, PosixMs } from "@/server/domain/units";
import { chainNow } from "../chain-now";
import type { Context } from "../context";
import { type Backlog, readBacklog, waitsForDay } from "../day/backlog";
import type { DayRow } from "../day/move-day";
import { loadPoolRow } from "../pool/load-pool";
import { type AmountState, amountStateOfDay, isPublished } from "./published";

export type DaySummary = {
  readonly dayIndex: DayIndex;
  readonly startMs: PosixMs;
  readonly endMs: PosixMs;
  readonly state: DayState;
  /** By the chain's clock. */
  readonly ended: boolean;
  /** The earlier day that this one waits for before anything happens to it; null if it waits for none. */
  readonly waitsForDay: DayIndex | null;
  /** Chain time. */
  readonly stateSinceMs: PosixMs;
  /** What the plan pays out; null until the report is published. */
  readonly payoutLovelace: Lovelace | null;
  readonly recipients: number | null;
  readonly amountState: AmountState;
};

export type DayList = {
  /** Newest first. */
  readonly days: readonly DaySummary[];
  /** Pass as `before` for the next page; null at the end. */
  readonly nextBefore: DayIndex | null;
};

export const MOST_DAYS = 100;

/** Days of the pool, a page at a time. Empty before there is a pool. */
export async function listDays(
  ctx: Pick<Context, "db">,
  input: { before?: DayIndex; limit?: number } = {},
): Promise<DayList> {
  const limit = Math.min(Math.max(1, input.limit ?? 30), MOST_DAYS);
  const [pool, now] = await Promise.all([loadPoolRow(ctx.db), chainNow(ctx.db)]);
  if (!pool || !now) return { days: [], nextBefore: null };
  const { intervalMs } = pool.settings;
  const backlog = await readBacklog(ctx.db, { timeMs: now.timeMs, intervalMs });
  const rows = await ctx.db
    .select()
    .from(day)
    .where(input.before === undefined ? undefined : lt(day.dayIndex, input.before))
    .orderBy(desc(day.dayIndex))
    .limit(limit + 1);
  const page = rows.slice(0, limit);
  return {
    days: page.map((row) => summarise(row, { nowMs: now.timeMs, intervalMs, backlog })),
    nextBefore: rows.length > limit ? (page.at(-1)?.dayIndex ?? null) : null,
  };
}

export function summarise(
  row: DayRow,
  by: { readonly nowMs: PosixMs; readonly intervalMs: number; readonly backlog: Backlog | null },
): DaySummary {
  const { intervalMs } = by;
  const published = isPublished(row);
  const { state } = row;
  return {
    dayIndex: row.dayIndex,
    startMs: dayStartMs(row.dayIndex, intervalMs),
    endMs: dayEndMs(row.dayIndex, intervalMs),
    state,
    ended: by.nowMs >= dayEndMs(row.dayIndex, intervalMs),
    waitsForDay: waitsForDay(row, by.backlog),
    stateSinceMs: row.stateSinceMs,
    payoutLovelace: published ? (row.totalLovelace ?? 0n) : null,
    recipients: published ? (row.outputs ?? 0) : null,
    amountState: amountStateOfDay(state),
  };
}
