import { and, desc, gt, isNull, lte, or, type SQL, sql } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import * as schema from "@/db/schema";
import { together } from "@/db/together";
import { READ_ONLY } from "@/db/transaction";
import { NO_PLAN } from "@/server/domain/contract/types";
import { type Participation, type PlayCount, windowStartMs } from "@/server/domain/participation/tally";
import type { Holding, OpeningBalance } from "@/server/domain/rewards/snapshot";
import type { Rules } from "@/server/domain/rules/rules";
import type { AssetUnit, DayIndex, Height } from "@/server/domain/units";
import { gameSubject } from "../followed/followed";
import { ofDay } from "../lines-of-day";

type Db = Database | Transaction;

export type Tables = { readonly holdings: Holding[]; readonly participation: PlayCount[] };

/** Both as one transaction sees them, whose isolation is repeatable read; on two connections, so at the same time. */
export async function tablesAt(db: Database, tx: Transaction, counted: Counted): Promise<Tables> {
  const [seen] = await tx.execute<{ id: string }>(sql`select pg_export_snapshot() as id`);
  const reading = db.transaction(async (other) => {
    await other.execute(sql.raw(`set transaction snapshot '${seen?.id}'`));
    return playCountsAt(other, counted);
  }, READ_ONLY);
  const [holdings, participation] = await together([holdingsAt(tx, counted.height, counted.rules.prizeAsset), reading]);
  return { holdings, participation };
}

/**
 * Many rows in one answer, a line each, with spaces between what they hold: a quarter of a million are read in a third
 * of the time of so many answers.
 */
type Packed = { readonly rows: string };
const ROWS_AN_ANSWER = 4_096;

function unpack<T>(answers: readonly Packed[], read: (row: readonly string[]) => T): T[] {
  const all: T[] = [];
  for (const { rows } of answers) for (const row of rows.split("\n")) all.push(read(row.split(" ")));
  return all;
}

/** Tokens by address at a block, from the outputs made up to it and not spent by then. */
export async function holdingsAt(tx: Transaction, height: Height, prizeAsset: AssetUnit): Promise<Holding[]> {
  // In memory, by address. With what a server allows by itself it walks an index instead, for five times as long.
  await tx.execute(sql`select set_config('work_mem', '128MB', true)`);
  const answers = await tx.execute<Packed>(sql`
    select string_agg(a.text || ' ' || h.quantity, chr(10)) as rows
    from (${holdingsQuery(height, prizeAsset)}) h join address a on a.id = h.address_id
    group by a.id / ${ROWS_AN_ANSWER}::int`);
  return unpack(answers, ([address = "", quantity = ""]) => ({ address, quantity: BigInt(quantity) }));
}

/** `address_id` and `quantity` of whoever held tokens after a block. */
export function holdingsQuery(height: Height, prizeAsset: AssetUnit): SQL {
  return sql`
    select address_id, sum(quantity) as quantity from asset_utxo
    where asset_id = (select id from followed where kind = 'asset' and subject = ${prizeAsset})
      and created_height <= ${height} and (spent_height is null or spent_height > ${height})
    group by address_id`;
}

export type Counted = {
  readonly height: Height;
  readonly dayIndex: DayIndex;
  readonly intervalMs: number;
  readonly rules: Rules;
};

/** How often everybody was known to have played by a block, by the rules of the day. */
export async function playCountsAt(db: Db, counted: Counted): Promise<PlayCount[]> {
  const answers = await db.execute<Packed>(sql`
    select string_agg(concat_ws(' ', i.text, plays, in_window), chr(10)) as rows
    from (${playCountsQuery(counted)}) t join identity i on i.id = t.identity_id
    group by i.id / ${ROWS_AN_ANSWER}::int`);
  return unpack(answers, ([identity = "", plays, playsInWindow]) => ({
    identity,
    plays: Number(plays),
    playsInWindow: Number(playsInWindow),
  }));
}

/** `identity_id`, `plays` and `in_window` of everybody. */
export function playCountsQuery({ height, dayIndex, intervalMs, rules }: Counted): SQL {
  const fromMs = windowStartMs(dayIndex, intervalMs, rules.participation.windowDays);
  return sql`
    select identity_id, count(*) as plays, count(*) filter (where time_ms >= ${fromMs}) as in_window
    from participation where ${isCounted(rules, height)} group by identity_id`;
}

/** The plays of a game whose player was known by a block. */
export function isCounted(rules: Rules, height: Height): SQL {
  return sql`rule_id = (select id from followed where kind = 'game' and subject = ${gameSubject(rules)})
    and known_height <= ${height} and identity_id is not null`;
}

/** The same with the evidence of each. */
export async function participationAt(
  db: Db,
  { height, dayIndex, intervalMs, rules }: Counted,
): Promise<Participation[]> {
  const fromMs = windowStartMs(dayIndex, intervalMs, rules.participation.windowDays);
  // Within a block evidence goes by hash.
  const answers = await db.execute<Packed>(sql`
    select string_agg(concat_ws(' ', i.text, plays, in_window, lovelace, first, first_ms, last, last_ms), chr(10)) as rows
    from (
      select identity_id, count(*) as plays, count(*) filter (where time_ms >= ${fromMs}) as in_window,
        sum(lovelace) as lovelace, min(time_ms) as first_ms, max(time_ms) as last_ms,
        min(place) as first, max(place) as last
      from (
        select identity_id, time_ms, lovelace, ${HEIGHTS_FROM}::bigint + height || tx_hash as place
        from participation where ${isCounted(rules, height)}
        -- The fence has each place made once, and not for each of its uses.
        offset 0
      ) p
      group by identity_id
    ) t join identity i on i.id = t.identity_id
    group by i.id / ${ROWS_AN_ANSWER}::int`);
  return unpack(answers, readTally);
}

/** Makes all heights equally long, so that they sort as texts. */
const HEIGHTS_FROM = 1_000_000_000_000;
const HEIGHT_LENGTH = String(HEIGHTS_FROM).length;

function readTally(row: readonly string[]): Participation {
  const [identity = "", plays, playsInWindow, lovelace = "", first = "", firstMs, last = "", lastMs] = row;
  return {
    identity,
    plays: Number(plays),
    playsInWindow: Number(playsInWindow),
    paidLovelace: BigInt(lovelace),
    first: { txHash: first.slice(HEIGHT_LENGTH), height: heightOf(first), timeMs: Number(firstMs) },
    last: { txHash: last.slice(HEIGHT_LENGTH), height: heightOf(last), timeMs: Number(lastMs) },
  };
}

const heightOf = (place: string) => Number(place.slice(0, HEIGHT_LENGTH)) - HEIGHTS_FROM;

/** What the day before carried. It lists everyone who is owed something, but for what is open (open-plan.ts). */
export async function openingBalances(db: Db, previousDayIndex: number | null): Promise<OpeningBalance[]> {
  if (previousDayIndex === null) return [];
  const { rewardLine } = schema;
  return db
    .select({ address: rewardLine.address, lovelace: rewardLine.carriedLovelace })
    .from(rewardLine)
    .where(and(ofDay(previousDayIndex), gt(rewardLine.carriedLovelace, 0n)));
}

/** The pool's balance at a block. */
export async function poolLovelaceAt(db: Db, height: Height): Promise<bigint | null> {
  const { poolUtxo } = schema;
  const [row] = await db
    .select({ lovelace: poolUtxo.lovelace })
    .from(poolUtxo)
    .where(and(lte(poolUtxo.createdHeight, height), or(isNull(poolUtxo.spentHeight), gt(poolUtxo.spentHeight, height))))
    // Backwards from the block: it is among the first.
    .orderBy(desc(poolUtxo.createdHeight))
    .limit(1);
  return row?.lovelace ?? null;
}

/**
 * What left the pool after a block under the plans of earlier days, or before the first plan, deposits aside: payments,
 * fees, withdrawals. The same whenever it is asked once those days are settled: what the day's own plan takes is not in
 * it.
 */
export async function spentAfter(db: Db, dayIndex: DayIndex, height: Height): Promise<bigint> {
  const [row] = await db.execute<{ lovelace: string }>(sql`
    select coalesce(sum(p.lovelace - n.lovelace), 0)::text as lovelace
    from pool_utxo n join pool_utxo p on p.tx_hash = n.previous_tx_hash and p.output_index = n.previous_index
    where n.created_height > ${height} and n.deposited_lovelace is null
      and (n.plan = ${NO_PLAN}
        or exists (select from day d where d.plan_digest = n.plan and d.day_index < ${dayIndex}))`);
  return BigInt(row?.lovelace ?? 0);
}
