import { eq, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { batch, day, lineSet, poolUtxo, settlement, sourceState } from "@/db/schema";
import { encodeDatum } from "@/server/domain/contract/datum";
import type { PoolDatum, PoolStatus } from "@/server/domain/contract/types";
import { type Operations, parseOperations } from "@/server/domain/day/operations";
import type { DayState } from "@/server/domain/day/states";
import type { DayRow } from "@/server/services/day/move-day";
import type { Look } from "@/server/services/payout/internal/confirm-attempt";
import type { PayoutContext } from "@/server/services/payout/payout-context";

/*
 * Days of any size, written into the tables as the scan and the steps leave them: living through one takes minutes.
 */

export const FINAL_DEPTH = 2160;
const EACH_LOVELACE = 2_000_000n;
const FEE_LOVELACE = 400_000n;
const OUTPUTS_A_BATCH = 250;
/** The pool's first money; more than any of these days pays. */
const FUNDED_LOVELACE = 10n ** 13n;

/** 32 bytes that say what they stand for. */
export const id = (kind: number, number: number) =>
  `${kind.toString(16).padStart(4, "0")}${number.toString(16).padStart(60, "0")}`;

const IDLE: PoolStatus = { kind: "idle", left: "", remaining: { lovelace: 0n, tokens: 0n }, outputs: 0 };

function datumOf(plan: string, nonce: number, status: PoolStatus): string {
  const datum: PoolDatum = {
    settingsHash: "22".repeat(32),
    operator: "33".repeat(28),
    maxFeeLovelace: 2_000_000n,
    nonce,
    plan,
    lastDay: 1,
    lastPayoutMs: 0,
    status,
  };
  return encodeDatum(datum);
}

/** The day's lines, each earned today; of a day that pays, each in its batch. */
export async function writeLines(db: Database, dayIndex: number, lines: number, pays: boolean): Promise<number> {
  const setId = await writeLineSet(db, dayIndex, lines);
  for (let from = 1; from <= lines; from += 100_000) {
    await db.execute(sql`
    insert into reward_line (set_id, address, identity, quantity, earned_lovelace, opening_lovelace, payout_lovelace,
      carried_lovelace, reason, batch_no)
    select ${setId}, 'addr_test1' || lpad(n::text, 50, '0'), 'stake_test1' || n, 1, ${EACH_LOVELACE}, 0,
      case when ${pays} then ${EACH_LOVELACE}::bigint else 0 end, case when ${pays} then 0 else ${EACH_LOVELACE}::bigint end,
      case when ${pays} then 'payable' else 'below-minimum' end, case when ${pays} then (n - 1) / ${OUTPUTS_A_BATCH} + 1 end
    from generate_series(${from}::int, ${Math.min(from + 99_999, lines)}::int) n`);
  }
  return setId;
}

/** A set of so many lines, which a day points at; what is in it is the caller's. */
export async function writeLineSet(db: Database, dayIndex: number, lines: number): Promise<number> {
  const [set] = await db
    .insert(lineSet)
    .values({ dayIndex, hash: id(8, dayIndex), lines, isWhole: true, claims: 1 })
    .returning();
  if (!set) throw new Error("the set was not written");
  await db.update(day).set({ lineSetId: set.id }).where(eq(day.dayIndex, dayIndex));
  return set.id;
}

export type LargeDay = { readonly ctx: PayoutContext; readonly day: DayRow; readonly look: Look };

/** Neither a source nor keys: what these days need is all in the tables. */
const contextOf = (db: Database) => ({ db }) as PayoutContext;

/** A PAID day with its plan in the pool's history, every batch deep enough to be final. */
export async function writePaidDay(db: Database, lines: number, dayIndex = 1): Promise<LargeDay> {
  const batches = Math.ceil(lines / OUTPUTS_A_BATCH);
  const plan = id(1, dayIndex);
  const commitments = Array.from({ length: batches }, (_, index) => id(2, index + 1));
  const height = batches + FINAL_DEPTH + 10;
  const now = { height, hash: id(9, height), slot: height, timeMs: height * 1000, tipHeight: height };
  await db.insert(sourceState).values({ ...now, tipTimeMs: now.timeMs });
  const [row] = await db
    .insert(day)
    .values({
      dayIndex,
      state: "PAID" satisfies DayState,
      stateSinceMs: 0,
      planDigest: plan,
      commitment: commitments[0],
      batches,
      outputs: lines,
      totalLovelace: BigInt(lines) * EACH_LOVELACE,
    })
    .returning();
  const lineSetId = await writeLines(db, dayIndex, lines, true);
  await writeBatches(db, dayIndex, lines, commitments);
  await writePool(db, plan, lines, commitments);
  if (!row) throw new Error("the day was not written");
  return {
    ctx: contextOf(db),
    day: { ...row, lineSetId },
    look: { now, operations: defaultOperations(), finalDepth: FINAL_DEPTH },
  };
}

function defaultOperations(): Operations {
  const parsed = parseOperations({});
  if (!parsed.ok) throw new Error("the default operations are refused");
  return parsed.operations;
}

const outputsOf = (lines: number, batchNo: number) =>
  Math.min(OUTPUTS_A_BATCH, lines - (batchNo - 1) * OUTPUTS_A_BATCH);

async function writeBatches(db: Database, dayIndex: number, lines: number, commitments: readonly string[]) {
  await db.insert(batch).values(
    commitments.map((commitment, index) => {
      const outputs = outputsOf(lines, index + 1);
      const next = commitments[index + 1] ?? "";
      return { dayIndex, batchNo: index + 1, lovelace: BigInt(outputs) * EACH_LOVELACE, outputs, commitment, next };
    }),
  );
  const transactions = [null, ...commitments].map((_, batchNo) => ({
    batchNo,
    txHash: id(3, batchNo),
    height: batchNo + 2,
    feeLovelace: String(FEE_LOVELACE),
    receivedLovelace: "0",
  }));
  await db.insert(settlement).values({
    dayIndex,
    transactions,
    paidLovelace: BigInt(lines) * EACH_LOVELACE,
    feeLovelace: FEE_LOVELACE * BigInt(transactions.length),
    confirmedAtMs: 0,
  });
}

/** The deployment, the Commit (batch 0) and each Pay, one a block. */
async function writePool(db: Database, plan: string, lines: number, commitments: readonly string[]): Promise<void> {
  let held = FUNDED_LOVELACE;
  const statuses = [IDLE, ...commitments.map(payingAt), IDLE];
  const rows = statuses.map((status, place): typeof poolUtxo.$inferInsert => {
    const txHash = place === 0 ? id(4, 0) : id(3, place - 1);
    if (place > 0) held -= FEE_LOVELACE + (place > 1 ? BigInt(outputsOf(lines, place - 1)) * EACH_LOVELACE : 0n);
    const datum = datumOf(place === 0 ? "00".repeat(32) : plan, place === 0 ? 0 : 1, status);
    const previous = place === 0 ? null : place === 1 ? id(4, 0) : id(3, place - 2);
    const isLast = place === statuses.length - 1;
    return {
      txHash,
      outputIndex: 0,
      address: "addr_test1pool",
      lovelace: held,
      datum,
      plan: place === 0 ? null : plan,
      status: status.kind,
      commitment: status.kind === "paying" ? status.commitment : status.left,
      previousTxHash: previous,
      previousIndex: previous === null ? null : 0,
      depositedLovelace: place === 0 ? held : null,
      output: { address: "addr_test1pool", lovelace: String(held), assets: {}, inlineDatum: datum } as never,
      createdHeight: place + 1,
      spentHeight: isLast ? null : place + 2,
      spentTxHash: isLast ? null : id(3, place),
    };
  });
  for (let at = 0; at < rows.length; at += 1000) await db.insert(poolUtxo).values(rows.slice(at, at + 1000));
}

function payingAt(commitment: string): PoolStatus {
  return { kind: "paying", commitment, remaining: { lovelace: 1n, tokens: 0n }, outputs: 1, deadlineMs: 0 };
}
