import { inArray, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { day } from "@/db/schema";
import type { DayIndex, Lovelace } from "@/server/domain/units";

export type RecipientChange = {
  readonly address: string;
  /** What the day pays there; 0 for one that is gone. */
  readonly nowLovelace: Lovelace;
  /** What the earlier day paid there; 0 for a new one. */
  readonly beforeLovelace: Lovelace;
};

export type ChangedRecipients = {
  readonly recipients: number;
  /** What they get more, or less, than before, all together. */
  readonly differenceLovelace: Lovelace;
  /** Those with the greatest difference, that first. */
  readonly most: readonly RecipientChange[];
};

/** Two days' paid addresses compared. */
export type RecipientChanges = {
  readonly beforeDay: DayIndex;
  readonly fresh: ChangedRecipients;
  readonly gone: ChangedRecipients;
  /** Paid on both days, another amount. */
  readonly changed: ChangedRecipients;
  readonly unchanged: number;
};

/** How many of each kind are named. */
export const NAMED_CHANGES = 5;

/** By both line sets, which never change: a comparison of two million lines takes seconds, and is made once. */
const KEPT = 4;
const kept = new WeakMap<Database, Map<string, Promise<RecipientChanges>>>();

/** Null if one of the days has no lines. */
export async function recipientChanges(
  db: Database,
  { dayIndex, beforeDay }: { readonly dayIndex: DayIndex; readonly beforeDay: DayIndex },
): Promise<RecipientChanges | null> {
  const rows = await db
    .select({ dayIndex: day.dayIndex, lineSetId: day.lineSetId })
    .from(day)
    .where(inArray(day.dayIndex, [dayIndex, beforeDay]));
  const setOf = (index: DayIndex) => rows.find((row) => row.dayIndex === index)?.lineSetId ?? null;
  const [now, before] = [setOf(dayIndex), setOf(beforeDay)];
  if (now === null || before === null) return null;
  const comparisons = kept.get(db) ?? new Map<string, Promise<RecipientChanges>>();
  kept.set(db, comparisons);
  const name = `${now} ${before}`;
  const known = comparisons.get(name);
  if (known) return known;
  const made = compare(db, { now, before, beforeDay });
  comparisons.set(name, made);
  made.catch(() => comparisons.delete(name));
  for (const old of [...comparisons.keys()].slice(0, -KEPT)) comparisons.delete(old);
  return made;
}

type Kind = "fresh" | "gone" | "changed" | "same";
/** A kind's totals, or one of its recipients. */
type Row = {
  readonly kind: Kind;
  readonly recipients: number;
  readonly address: string | null;
  readonly now: string;
  readonly before: string;
};

type Sets = { readonly now: number; readonly before: number; readonly beforeDay: DayIndex };

/** Added up by the database: nothing here grows with the lines. */
async function compare(db: Database, { now, before, beforeDay }: Sets): Promise<RecipientChanges> {
  const paid = (set: number) =>
    sql`(select address, payout_lovelace as lovelace from reward_line where set_id = ${set} and payout_lovelace > 0)`;
  const most = (kind: Kind) => sql`(
    select kind, 0 as recipients, address, now::text, before::text from pair where kind = ${kind}
    order by abs(now - before) desc, address limit ${NAMED_CHANGES}::int)`;
  const rows = await db.execute<Row>(sql`
    with pair as materialized (
      select address, now, before, case when before = 0 then 'fresh' when now = 0 then 'gone'
        when now = before then 'same' else 'changed' end as kind
      from (
        select coalesce(n.address, b.address) as address, coalesce(n.lovelace, 0) as now,
          coalesce(b.lovelace, 0) as before
        from ${paid(now)} n full join ${paid(before)} b on b.address = n.address
      ) both_days
    )
    select kind, count(*)::int as recipients, null as address, sum(now)::text as now, sum(before)::text as before
    from pair group by kind
    union all ${most("fresh")} union all ${most("gone")} union all ${most("changed")}`);
  const of = (kind: Kind): ChangedRecipients => {
    const own = rows.filter((row) => row.kind === kind);
    const total = own.find(({ address }) => address === null);
    return {
      recipients: total?.recipients ?? 0,
      differenceLovelace: BigInt(total?.now ?? 0) - BigInt(total?.before ?? 0),
      most: own.flatMap(({ address, ...row }) =>
        address === null ? [] : [{ address, nowLovelace: BigInt(row.now), beforeLovelace: BigInt(row.before) }],
      ),
    };
  };
  return { beforeDay, fresh: of("fresh"), gone: of("gone"), changed: of("changed"), unchanged: of("same").recipients };
}
