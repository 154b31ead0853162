import { and, desc, eq, inArray, lt, or, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { day, rewardLine, settlement } from "@/db/schema";
import { type DayState, PAID_DAY_STATES, PUBLISHED_DAY_STATES } from "@/server/domain/day/states";
import type { LineReason } from "@/server/domain/rewards/reward-line";
import type { DayIndex, Height, Hex, Identity, Lovelace } from "@/server/domain/units";
import type { ChainNow } from "../chain-now";
import { type DayPayments, readPayments } from "../published/payments";
import { type AmountState, amountStateOfDay, isPublished } from "../published/published";

/** What a day gave an identity, all its addresses together. */
export type HistoryEntry = {
  readonly dayIndex: DayIndex;
  readonly dayState: DayState;
  readonly quantity: bigint;
  readonly earnedLovelace: Lovelace;
  readonly openingLovelace: Lovelace;
  /** What the plan pays out; `amountState` says whether it was paid. */
  readonly payoutLovelace: Lovelace;
  readonly carriedLovelace: Lovelace;
  readonly reasons: readonly LineReason[];
  readonly amountState: AmountState;
  readonly transactions: readonly { readonly txHash: Hex; readonly height: Height | null }[];
};

export type History = {
  /** Newest first. */
  readonly entries: readonly HistoryEntry[];
  /** Pass as `beforeDay` for the next page; null at the end. */
  readonly nextBeforeDay: DayIndex | null;
  /** Everything that the chain confirms as paid, over all days. */
  readonly confirmedLovelace: Lovelace;
};

export const HISTORY_PAGE = 30;

type Look = { readonly now: ChainNow; readonly confirmDepth: number };

/** Published days only: until the report is fixed, a day's lines may change. */
export async function readHistory(
  db: Database,
  identity: Identity,
  look: Look,
  beforeDay: DayIndex | null = null,
): Promise<History> {
  const rows = await linesByDay(db, identity, beforeDay);
  const page = rows.slice(0, HISTORY_PAGE);
  const days = page.map(({ row }) => row);
  const payments = await readPayments(db, days, look);
  const entries = page
    .filter(({ row }) => isPublished(row))
    .map(({ row, batchNos, ...amounts }): HistoryEntry => {
      const { state } = row;
      const paying = paymentsOf(payments.get(row.dayIndex), batchNos);
      const reasons = amounts.reasons as LineReason[];
      return {
        ...amounts,
        reasons,
        dayIndex: row.dayIndex,
        dayState: state,
        amountState: amounts.payoutLovelace === 0n ? "carried" : stateOf(state, paying),
        transactions: paying.flatMap(({ txHash, height }) => (txHash ? [{ txHash, height }] : [])),
      };
    });
  const last = page.at(-1);
  return {
    entries,
    nextBeforeDay: rows.length > HISTORY_PAGE && last ? last.row.dayIndex : null,
    confirmedLovelace: await confirmedTotal(db, identity),
  };
}

function paymentsOf(payments: DayPayments | undefined, batchNos: readonly number[]) {
  return batchNos.flatMap((batchNo) => payments?.batches.get(batchNo) ?? []);
}

/** An amount spread over several transactions is paid when the last of them is. */
function stateOf(day: DayState, paying: ReturnType<typeof paymentsOf>): AmountState {
  if (paying.length > 0 && paying.every(({ state }) => state === "confirmed")) return "confirmed";
  if (day === "CARRIED" || day === "PART_PAID") return "carried";
  if (day === "FROZEN") return amountStateOfDay(day);
  if (paying.some(({ state }) => state !== "waiting")) return "submitted";
  return amountStateOfDay(day);
}

/** One row per day: a page and one more. */
function linesByDay(db: Database, identity: Identity, beforeDay: DayIndex | null) {
  const total = (column: typeof rewardLine.payoutLovelace) => sql<bigint>`sum(${column})`.mapWith(BigInt);
  return db
    .select({
      row: {
        dayIndex: day.dayIndex,
        state: day.state,
        frozenFrom: day.frozenFrom,
        planDigest: day.planDigest,
        reportHash: day.reportHash,
      },
      quantity: sql<bigint>`sum(${rewardLine.quantity})`.mapWith(BigInt),
      earnedLovelace: total(rewardLine.earnedLovelace),
      openingLovelace: total(rewardLine.openingLovelace),
      payoutLovelace: total(rewardLine.payoutLovelace),
      carriedLovelace: total(rewardLine.carriedLovelace),
      reasons: sql<string[]>`array_agg(distinct ${rewardLine.reason})`,
      batchNos: sql<
        number[]
      >`coalesce(array_agg(distinct ${rewardLine.batchNo}) filter (where ${rewardLine.batchNo} is not null), '{}')`,
    })
    .from(rewardLine)
    .innerJoin(day, eq(day.lineSetId, rewardLine.setId))
    .where(
      and(
        eq(rewardLine.identity, identity),
        inArray(day.state, [...PUBLISHED_DAY_STATES, "FROZEN"]),
        beforeDay === null ? undefined : lt(day.dayIndex, beforeDay),
      ),
    )
    .groupBy(day.dayIndex)
    .orderBy(desc(day.dayIndex))
    .limit(HISTORY_PAGE + 1);
}

/** Of a day whose rest was carried over, only what its own batches paid. */
async function confirmedTotal(db: Database, identity: Identity): Promise<Lovelace> {
  const paidBatch = sql`exists (
    select from ${settlement} s, jsonb_array_elements(s.transactions) t
    where s.day_index = ${day.dayIndex} and (t ->> 'batchNo')::int = ${rewardLine.batchNo})`;
  const [row] = await db
    .select({ lovelace: sql<bigint>`coalesce(sum(${rewardLine.payoutLovelace}), 0)`.mapWith(BigInt) })
    .from(rewardLine)
    .innerJoin(day, eq(day.lineSetId, rewardLine.setId))
    .where(
      and(
        eq(rewardLine.identity, identity),
        or(inArray(day.state, [...PAID_DAY_STATES]), and(eq(day.state, "CARRIED"), paidBatch)),
      ),
    );
  return row?.lovelace ?? 0n;
}
