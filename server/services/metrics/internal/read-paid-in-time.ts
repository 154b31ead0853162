import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { dayIndexOf } from "@/server/domain/day/calendar";
import { PAID_DAY_STATES, SETTLED_DAY_STATES, STOPPED_DAY_STATES } from "@/server/domain/day/states";
import type { MetricEvidence, Share } from "@/server/domain/metrics/service-metrics";
import type { PosixMs } from "@/server/domain/units";
import { operationsInForce } from "../../settings-in-force";

/** The newest that are due. */
const DAYS = 90;
const NONE: Share = { good: 0, total: 0 };

type At = { readonly reachedMs: PosixMs; readonly intervalMs: number };

/**
 * Of the newest due days, which were paid in time: every payment in a block by the day's end and the deadline's length,
 * as if the day had never been late. A plan's own deadline moves when a day is caught up; what players were promised
 * does not. Days that pay nothing do not count; a day that the engine has not even opened does.
 */
export async function readPaidInTime(
  db: Database,
  { reachedMs, intervalMs }: At,
): Promise<MetricEvidence["paidInTime"]> {
  const { deadlineMs } = await operationsInForce(db);
  const last = dayIndexOf(reachedMs - deadlineMs, intervalMs) - 1;
  const paid = sql.param([...PAID_DAY_STATES]);
  const [row] = await db.execute<{
    newest: number | null;
    days: number;
    paid: number;
    lines: string;
    in_time: string;
  }>(sql`
    with due as (
      select day.day_index, state = any(${paid}::text[]) as is_paid, coalesce(outputs, 0) as outputs, transactions,
        (day.day_index + 1) * ${intervalMs}::bigint + ${deadlineMs}::bigint as due_ms
      from day
      left join lateral (select transactions from settlement s where s.day_index = day.day_index limit 1) paid on true
      where day.day_index between ${last - DAYS + 1}::int and ${last}::int and state <> 'CLOSED'
    ), timed as (
      select due.day_index, due.is_paid, due.outputs, 
        coalesce(sum(sent.outputs) filter (where time_ms <= due_ms), 0) as in_time
      from due
      left join lateral jsonb_array_elements(transactions) step on (step->>'batchNo')::int > 0
      left join lateral (
        select outputs from batch b where b.day_index = due.day_index and b.batch_no = (step->>'batchNo')::int limit 1
      ) sent on true
      left join block_header on block_header.height = (step->>'height')::bigint
      group by 1, 2, 3
    )
    select (select max(day_index) from day)::int as newest, count(*)::int as days,
      count(*) filter (where is_paid and in_time = outputs)::int as paid,
      coalesce(sum(outputs), 0)::text as lines, coalesce(sum(in_time), 0)::text as in_time
    from timed`);
  if (!row || row.newest === null) return { days: NONE, lines: NONE };
  const unopened = Math.min(DAYS, Math.max(0, last - row.newest));
  return {
    days: { good: row.paid, total: row.days + unopened },
    lines: { good: Number(row.in_time), total: Number(row.lines) },
  };
}

/**
 * Of the newest settled days, which are verified: a second calculation agreed, and what was paid was seen on chain by
 * our own scan. A day that is stopped before it was checked is one that is not. Adopted days were calculated elsewhere,
 * and do not count.
 */
export async function readVerifiedDays(db: Database): Promise<Share> {
  const settled = sql.param(SETTLED_DAY_STATES.filter((state) => state !== "PART_PAID"));
  const stopped = sql.param([...STOPPED_DAY_STATES]);
  // Each day's own rows, by index: a join would read all that days ever left.
  const [row] = await db.execute<{ total: number; good: number }>(sql`
    with newest as materialized (
      select day_index, state, frozen_from from day
      where state = any(${settled}::text[]) or state = any(${stopped}::text[])
      order by day_index desc limit ${DAYS}
    ), counted as (
      select state = any(${settled}::text[]) and checked and (state = 'CLOSED' or settlements > 0) as is_good
      from newest
      cross join lateral (
        select coalesce(bool_or(to_state = 'CALCULATED'), false) as calculated,
          coalesce(bool_or(to_state = 'CHECKED'), false) as checked
        from day_transition t where t.day_index = newest.day_index) was
      cross join lateral (select count(*) as settlements from settlement s where s.day_index = newest.day_index) paid
      where (state = any(${settled}::text[]) and calculated)
        or (state = any(${stopped}::text[]) and frozen_from in ('SNAPSHOT', 'CALCULATED'))
    )
    select count(*)::int as total, count(*) filter (where is_good)::int as good from counted`);
  return row ? { good: row.good, total: row.total } : NONE;
}
