import { asc, desc, eq, gte, inArray, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { day, heartbeat, jobRun, settlement } from "@/db/schema";
import { type DayState, SETTLED_DAY_STATES, STOPPED_DAY_STATES } from "@/server/domain/day/states";

export type PayoutPoint = {
  readonly dayIndex: number;
  readonly state: DayState;
  readonly totalLovelace: bigint;
  readonly confirmedAtMs: number | null;
};

/** What the latest days paid, oldest first. Stopped days are included, so that gaps show. */
export async function payoutHistory(db: Database, days: number): Promise<PayoutPoint[]> {
  const rows = await db
    .select({
      dayIndex: day.dayIndex,
      state: day.state,
      totalLovelace: day.totalLovelace,
      paidLovelace: settlement.paidLovelace,
      confirmedAtMs: settlement.confirmedAtMs,
    })
    .from(day)
    .leftJoin(settlement, eq(settlement.dayIndex, day.dayIndex))
    .where(inArray(day.state, [...SETTLED_DAY_STATES, ...STOPPED_DAY_STATES]))
    .orderBy(desc(day.dayIndex))
    .limit(days);
  return rows
    .map((row) => ({
      dayIndex: row.dayIndex,
      state: row.state,
      totalLovelace: row.paidLovelace ?? 0n,
      confirmedAtMs: row.confirmedAtMs,
    }))
    .reverse();
}

/** Per day (UTC, this machine's clock), oldest first: minutes with a heartbeat, and runs that failed. */
export type ServicePoint = {
  readonly date: string;
  readonly minutes: number;
  readonly runs: number;
  readonly failed: number;
};

export async function serviceHistory(db: Database, nowMs: number, days: number): Promise<ServicePoint[]> {
  const from = new Date(nowMs - days * 86_400_000);
  const dayOf = (column: typeof heartbeat.minute | typeof jobRun.startedAt) =>
    sql<string>`to_char(${column}, 'YYYY-MM-DD')`;
  const beats = await db
    .select({ date: dayOf(heartbeat.minute), minutes: sql<number>`count(*)::int` })
    .from(heartbeat)
    .where(gte(heartbeat.minute, from))
    .groupBy(sql`1`)
    .orderBy(asc(sql`1`));
  const runs = await db
    .select({
      date: dayOf(jobRun.startedAt),
      runs: sql<number>`count(*)::int`,
      failed: sql<number>`count(*) filter (where ${jobRun.result} = 'failed')::int`,
    })
    .from(jobRun)
    .where(gte(jobRun.startedAt, from))
    .groupBy(sql`1`);
  const byDate = new Map(runs.map((row) => [row.date, row]));
  return beats.map(({ date, minutes }) => ({
    date,
    minutes,
    runs: byDate.get(date)?.runs ?? 0,
    failed: byDate.get(date)?.failed ?? 0,
  }));
}
