import { and, asc, eq } from "drizzle-orm";
import type { Database } from "@/db/client";
import { approval, batch, dayTransition, settlement } from "@/db/schema";
import type { Closing } from "@/server/domain/day/closing";
import { type DayState, RECORDED_DAY_STATES } from "@/server/domain/day/states";
import { publicReason, type StopReason } from "@/server/domain/day/stop-reason";
import type { SnapshotBlock } from "@/server/domain/rewards/snapshot";
import type { Hex, Lovelace, PosixMs } from "@/server/domain/units";
import { chainNow } from "../chain-now";
import type { Context } from "../context";
import { readBacklog } from "../day/backlog";
import { loadDay } from "../day/load-day";
import type { DayRow } from "../day/move-day";
import { readSchedule, type Schedule } from "../day/read-schedule";
import { blockOf, findSnapshot } from "../day/snapshot";
import { ServiceError } from "../errors";
import { loadPoolRow } from "../pool/load-pool";
import { findReportFacts, type KeptFacts } from "../reports/find-report";
import { operationsInForce } from "../settings-in-force";
import { readDayName } from "./internal/day-name";
import { type DaySummary, summarise } from "./list-days";
import { type DayPayments, type Payment, readPayments } from "./payments";
import { type PayoutBin, payoutBins } from "./payout-bins";
import { isPublished, standingOf } from "./published";

export type DayMove = { readonly to: DayState; readonly atMs: PosixMs };
export type DayBatch = Payment & {
  readonly lovelace: Lovelace;
  readonly recipients: number;
  readonly commitment: Hex;
  /** Blocks on top of its own; null if it is in none. */
  readonly confirmations: number | null;
};

export type DayView = DaySummary & {
  /** Its state, or the state it was stopped in. */
  readonly standing: DayState;
  readonly stopReason: StopReason | null;
  /** Set once two people have closed the day: it pays nothing. */
  readonly closing: Closing | null;
  readonly moves: readonly DayMove[];
  readonly schedule: Schedule;
  /** Chain time of this reading. */
  readonly nowMs: PosixMs;
  readonly snapshot: SnapshotBlock | null;
  /** Null until the report is published. */
  readonly report: KeptFacts | null;
  readonly commitment: Hex | null;
  readonly planDigest: Hex | null;
  readonly deadlineMs: PosixMs | null;
  readonly approvals: { readonly given: number; readonly threshold: number };
  readonly commit: DayPayments["commit"];
  readonly batches: readonly DayBatch[];
  readonly confirmDepth: number;
  readonly confirmedLovelace: Lovelace;
  /** Fees of the day's transactions; null until all are confirmed. */
  readonly feeLovelace: Lovelace | null;
  readonly bins: readonly PayoutBin[];
};

/** Transitions shown; of more, the latest. */
const MOST_MOVES = 200;

/** Everything public about a day. Throws ServiceError: `bad-input` for a malformed name, `not-found` for no day. */
export async function readDay(ctx: Pick<Context, "db">, input: { day: string }): Promise<DayView> {
  const { db } = ctx;
  const [pool, now] = await Promise.all([loadPoolRow(db), chainNow(db)]);
  if (!pool || !now)
    throw new ServiceError("unavailable", "No pool has been read from the chain yet, so there are no days.");
  const { intervalMs, threshold } = pool.settings;
  const dayIndex = readDayName(input.day, intervalMs);
  const row = await loadDay(db, dayIndex);
  const operations = await operationsInForce(db);
  const backlog = await readBacklog(db, { timeMs: now.timeMs, intervalMs });
  const moves = await readMoves(db, dayIndex);
  const published = isPublished(row);
  const [facts, bins] = published
    ? await Promise.all([findReportFacts(db, row.reportHash ?? ""), payoutBins(db, dayIndex)])
    : [null, []];
  const look = { now, confirmDepth: operations.confirmDepth };
  const payments = (await readPayments(db, [row], look)).get(dayIndex) ?? null;
  const batches = published ? await readBatches(db, row, payments, now.height) : [];
  return {
    ...summarise(row, { nowMs: now.timeMs, intervalMs, backlog }),
    standing: standingOf(row),
    stopReason: row.state === "FROZEN" ? publicReason(row.stopReason) : null,
    closing: row.closing,
    moves,
    schedule: await readSchedule(db, row, { now, intervalMs, operations, backlog }),
    nowMs: now.timeMs,
    snapshot: await readSnapshot(db, row),
    report: facts,
    commitment: published ? row.commitment : null,
    planDigest: row.planDigest,
    deadlineMs: row.deadlineMs,
    approvals: { given: await countApprovals(db, row), threshold },
    commit: payments?.commit ?? null,
    batches,
    confirmDepth: operations.confirmDepth,
    confirmedLovelace: batches.reduce(
      (total, { state, lovelace }) => (state === "confirmed" ? total + lovelace : total),
      0n,
    ),
    feeLovelace: await readFees(db, row),
    bins,
  };
}

async function readMoves(db: Database, dayIndex: number): Promise<DayMove[]> {
  const rows = await db
    .select({ to: dayTransition.toState, atMs: dayTransition.atMs })
    .from(dayTransition)
    .where(eq(dayTransition.dayIndex, dayIndex))
    .orderBy(asc(dayTransition.id));
  return rows.slice(-MOST_MOVES);
}

async function readBatches(
  db: Database,
  row: DayRow,
  payments: DayPayments | null,
  height: number,
): Promise<DayBatch[]> {
  const rows = await db.select().from(batch).where(eq(batch.dayIndex, row.dayIndex)).orderBy(asc(batch.batchNo));
  return rows.map(({ batchNo, lovelace, outputs, commitment }) => {
    // A settled day without it has carried it over.
    const state = row.state === "CARRIED" ? "carried" : "waiting";
    const payment: Payment = payments?.batches.get(batchNo) ?? { batchNo, state, txHash: null, height: null };
    const confirmations = payment.height === null ? null : Math.max(0, height - payment.height);
    return { ...payment, lovelace, recipients: outputs, commitment, confirmations };
  });
}

async function readSnapshot(db: Database, row: DayRow): Promise<SnapshotBlock | null> {
  const found = await findSnapshot(db, row);
  return found && blockOf(found);
}

/** Signatures by approvers over the current plan; each was verified when it was added. */
async function countApprovals(db: Database, { dayIndex, planDigest, deadlineMs }: DayRow): Promise<number> {
  if (planDigest === null || deadlineMs === null) return 0;
  return db.$count(
    approval,
    and(
      eq(approval.dayIndex, dayIndex),
      eq(approval.planDigest, planDigest),
      eq(approval.deadlineMs, deadlineMs),
      eq(approval.role, "approver"),
    ),
  );
}

async function readFees(db: Database, row: DayRow): Promise<Lovelace | null> {
  if (!RECORDED_DAY_STATES.includes(row.state)) return null;
  const [settled] = await db
    .select({ feeLovelace: settlement.feeLovelace })
    .from(settlement)
    .where(eq(settlement.dayIndex, row.dayIndex));
  return settled?.feeLovelace ?? null;
}
