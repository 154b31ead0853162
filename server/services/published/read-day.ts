import { asc, eq } from "drizzle-orm";
import type { Database } from "@/db/client";
import { approval, batch, blockHeader, dayTransition, settlement } from "@/db/schema";
import type { DayState } from "@/server/domain/day/states";
import { type Timeline, timeline } from "@/server/domain/day/timeline";
import type { SnapshotBlock } from "@/server/domain/rewards/snapshot";
import type { Hex, Lovelace, PosixMs } from "@/server/domain/units";
import { chainNow } from "../chain-now";
import type { Context } from "../context";
import { loadDay } from "../day/load-day";
import type { DayRow } from "../day/move-day";
import { ServiceError } from "../errors";
import { loadPoolRow } from "../pool/load-pool";
import { operationsInForce } from "../settings-in-force";
import { readDayName } from "./day-name";
import { type DaySummary, summarise } from "./list-days";
import { type DayPayments, type Payment, readPayments } from "./payments";
import { type PayoutBin, payoutBins } from "./payout-bins";
import { isPublished, standingOf } from "./published";
import { type ReportFacts, readReportFacts } from "./report-totals";

export type DayMove = { readonly to: DayState; readonly atMs: PosixMs };
export type DayBatch = Payment & {
  readonly lovelace: Lovelace;
  readonly recipients: number;
  readonly commitment: Hex;
  /** Blocks on top of its own; null while it is in none. */
  readonly confirmations: number | null;
};

export type DayView = DaySummary & {
  /** Where it stands, or stood when it was stopped. */
  readonly standing: DayState;
  readonly frozenReason: string | null;
  readonly moves: readonly DayMove[];
  readonly timeline: Timeline;
  /** Chain time when this was read. */
  readonly nowMs: PosixMs;
  readonly snapshot: SnapshotBlock | null;
  /** Null until the report is published. */
  readonly report: (ReportFacts & { readonly hash: Hex }) | null;
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

/** Transitions shown: a day that went back and forth often keeps its latest. */
const MOST_MOVES = 200;

/** Everything public about a day. Throws ServiceError `bad-input` for no day's name, `not-found` for no such day. */
export async function readDay(ctx: Pick<Context, "db">, input: { day: string }): Promise<DayView> {
  const { db } = ctx;
  const [pool, now] = await Promise.all([loadPoolRow(db), chainNow(db)]);
  if (!pool || !now)
    throw new ServiceError("unavailable", "No pool has been read from the chain yet, so there are no days.");
  const { intervalMs, threshold } = pool.settings;
  const dayIndex = readDayName(input.day, intervalMs);
  const row = await loadDay(db, dayIndex);
  const operations = await operationsInForce(db);
  const moves = await readMoves(db, dayIndex);
  const published = isPublished(row);
  const [facts, bins] = published
    ? await Promise.all([readReportFacts(db, row.reportHash ?? ""), payoutBins(db, dayIndex)])
    : [null, []];
  const look = { now, confirmDepth: operations.confirmDepth };
  const payments = (await readPayments(db, [row], look)).get(dayIndex) ?? null;
  const batches = published ? await readBatches(db, row, payments, now.height) : [];
  const publishedAtMs = moves.findLast(({ to }) => to === "PREVIEW")?.atMs ?? now.timeMs;
  return {
    ...summarise(row, intervalMs),
    standing: standingOf(row),
    frozenReason: row.state === "FROZEN" ? row.frozenReason : null,
    moves,
    timeline: timeline({ ...operations, intervalMs }, dayIndex, publishedAtMs),
    nowMs: now.timeMs,
    snapshot: await readSnapshot(db, row),
    report: facts && row.reportHash ? { ...facts, hash: row.reportHash } : null,
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
  return rows.slice(-MOST_MOVES).map((row) => ({ ...row, to: row.to as DayState }));
}

async function readBatches(
  db: Database,
  { dayIndex }: DayRow,
  payments: DayPayments | null,
  height: number,
): Promise<DayBatch[]> {
  const rows = await db.select().from(batch).where(eq(batch.dayIndex, dayIndex)).orderBy(asc(batch.batchNo));
  return rows.map(({ batchNo, lovelace, outputs, commitment }) => {
    const payment: Payment = payments?.batches.get(batchNo) ?? {
      batchNo,
      state: "waiting",
      txHash: null,
      height: null,
    };
    const confirmations = payment.height === null ? null : Math.max(0, height - payment.height);
    return { ...payment, lovelace, recipients: outputs, commitment, confirmations };
  });
}

async function readSnapshot(db: Database, row: DayRow): Promise<SnapshotBlock | null> {
  const { snapshotHeight: height, snapshotHash: hash, snapshotSlot: slot } = row;
  if (height === null || hash === null || slot === null) return null;
  const [header] = await db.select({ timeMs: blockHeader.timeMs }).from(blockHeader).where(eq(blockHeader.hash, hash));
  return header ? { height, hash, slot, timeMs: header.timeMs } : null;
}

/** Signatures by approvers over the plan as it is proposed now; each was verified when it was added. */
async function countApprovals(db: Database, { dayIndex, planDigest }: DayRow): Promise<number> {
  const rows = await db
    .select({ role: approval.role, plan: approval.planDigest, key: approval.publicKey })
    .from(approval)
    .where(eq(approval.dayIndex, dayIndex))
    .limit(1_000);
  const keys = rows.flatMap(({ role, plan, key }) => (role === "approver" && plan === planDigest ? [key] : []));
  return new Set(keys).size;
}

async function readFees(db: Database, row: DayRow): Promise<Lovelace | null> {
  if (row.state !== "PAID" && row.state !== "FINAL") return null;
  const [settled] = await db
    .select({ feeLovelace: settlement.feeLovelace })
    .from(settlement)
    .where(eq(settlement.dayIndex, row.dayIndex));
  return settled?.feeLovelace ?? null;
}
