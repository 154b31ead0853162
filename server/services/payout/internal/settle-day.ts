import type { Transaction } from "@/db/client";
import { withTransaction } from "@/db/transaction";
import { SIGNED_DAY_STATES } from "@/server/domain/day/states";
import { isBehind } from "../../chain-now";
import { haveAllEndedBefore } from "../../day/have-ended";
import { type DayRow, moveDay } from "../../day/move-day";
import { holdScan } from "../../hold-chain";
import { type DaySums, postClosedAfter, postFinalDay, readDaySums } from "../../ledger/post-day";
import { type Lineage, readLineage } from "../lineage";
import type { PayoutContext } from "../payout-context";
import type { Look } from "./confirm-attempt";
import { isAheadOf, moveDayBack } from "./move-day-back";
import { type Costs, depthOf, readBatches, readCosts, storeSettlement } from "./settlement";

/**
 * Moves a day by the pool's lineage, whatever its transactions: APPROVED -> COMMITTED when the plan is on chain, PAYING
 * -> PAID when every batch is confirmed, PAID -> FINAL when none can be rolled back, PART_PAID when the plan has ended
 * before that, CARRIED when another has finally taken over the rest; and back if the day is ahead of the chain. True if
 * it moved.
 */
export async function settleDay(ctx: PayoutContext, day: DayRow, look: Look): Promise<boolean> {
  if (!SIGNED_DAY_STATES.includes(day.state)) return false;
  const prepared = await prepare(ctx, day, look);
  return withTransaction(ctx.db, async (tx) => {
    // Locks the scan until the day has moved: a rollback is either seen here, or comes later and sees the moved day.
    const now = await holdScan(tx);
    return settle(tx, day, { ...look, now }, prepared);
  });
}

async function settle(tx: Transaction, day: DayRow, look: Look, prepared: Prepared): Promise<boolean> {
  const lineage = await readLineage(tx, day.planDigest ?? "");
  const { now } = look;
  const how = { actor: "job:confirm", atMs: now.timeMs } as const;
  // A rollback took the Commit or a batch while the day was stopped, and it was released to its earlier state.
  if (isAheadOf(day, lineage)) {
    if (isBehind(now)) return false;
    const detail = "the chain holds less than when the day was stopped";
    await moveDayBack(tx, day, lineage, { ...how, detail });
    return true;
  }
  const { commit, ended } = lineage;
  if (!commit) return false;
  switch (day.state) {
    case "PROPOSED": {
      const detail = `its Commit ${commit.txHash} is on chain: the contract has counted the approvals`;
      await moveDay(tx, day, "approve", { ...how, detail });
      return true;
    }
    case "APPROVED":
      await moveDay(tx, day, "commit", { ...how, detail: `${commit.txHash} in block ${commit.height}` });
      return true;
    case "COMMITTED":
    case "PAYING":
      if (ended) {
        await moveDay(tx, day, "endUnpaid", {
          ...how,
          detail: `${ended.txHash} ended the plan with ${ended.left} left`,
        });
        return true;
      }
      return settlePaying(tx, day, { ...look, lineage }, prepared);
    case "PART_PAID":
      return settlePartPaid(tx, day, { ...look, lineage }, prepared);
    case "PAID":
      return settlePaid(tx, day, { ...look, lineage }, prepared);
    default:
      return false;
  }
}

type Seen = Look & { readonly lineage: Lineage };

async function settlePaying(tx: Transaction, day: DayRow, seen: Seen, { costs }: Prepared): Promise<boolean> {
  const { lineage, now, operations } = seen;
  const how = { actor: "job:confirm", atMs: now.timeMs } as const;
  const batches = await readBatches(tx, day);
  const depth = depthOf(lineage, batches, now.height);
  if (depth === null) return false;
  if (day.state === "COMMITTED") {
    await moveDay(tx, day, "startPaying", { ...how, detail: "its batches are already on chain" });
    return true;
  }
  if (depth < operations.confirmDepth || costs === null) return false;
  await moveDay(tx, day, "pay", { ...how, detail: `every batch is at least ${depth} deep` });
  await storeSettlement(tx, day, { lineage, batches, costs, atMs: now.timeMs });
  return true;
}

async function settlePaid(tx: Transaction, day: DayRow, seen: Seen, { sums }: Prepared): Promise<boolean> {
  const { lineage, now, finalDepth } = seen;
  const depth = depthOf(lineage, await readBatches(tx, day), now.height);
  if (depth === null || depth < finalDepth || sums === null) return false;
  if (!(await haveAllEndedBefore(tx, day.dayIndex))) return false;
  const detail = `every batch is at least ${depth} deep`;
  await moveDay(tx, day, "finish", { actor: "job:confirm", atMs: now.timeMs, detail });
  await post(tx, sums, now.height - finalDepth);
  return true;
}

/** What is left is paid by another plan, once its Commit is final; or by this one again, if that was resumed. */
async function settlePartPaid(tx: Transaction, day: DayRow, seen: Seen, prepared: Prepared): Promise<boolean> {
  const { lineage, now, finalDepth } = seen;
  const { ended, resumed } = lineage;
  const how = { actor: "job:confirm", atMs: now.timeMs } as const;
  if (ended === null) {
    // Otherwise the day would be ahead of the chain.
    await moveDay(tx, day, "resume", { ...how, detail: `${resumed?.txHash} has resumed the plan` });
    return true;
  }
  const { boundBy } = ended;
  const { sums, costs } = prepared;
  if (boundBy === null || now.height - boundBy.height < finalDepth || sums === null || costs === null) return false;
  if (!(await haveAllEndedBefore(tx, day.dayIndex))) return false;
  await moveDay(tx, day, "carry", { ...how, detail: `the Commit ${boundBy.txHash} has taken over what was left` });
  await storeSettlement(tx, day, { lineage, batches: await readBatches(tx, day), costs, atMs: now.timeMs });
  await post(tx, sums, now.height - finalDepth);
  return true;
}

async function post(tx: Transaction, sums: DaySums, finalHeight: number): Promise<void> {
  await postFinalDay(tx, sums, finalHeight);
  await postClosedAfter(tx, sums.dayIndex, finalHeight);
}

/** What takes long for a large day, read before anything is held; null until the day may move by it. */
type Prepared = { readonly costs: Costs | null; readonly sums: DaySums | null };
const NOT_YET: Prepared = { costs: null, sums: null };

/** What the transactions of a paid day cost, and its lines added up: neither changes any more. */
async function prepare({ db }: PayoutContext, day: DayRow, look: Look): Promise<Prepared> {
  const { operations, finalDepth, now } = look;
  const { state } = day;
  if (state !== "PAYING" && state !== "PAID" && state !== "PART_PAID") return NOT_YET;
  const [lineage, batches] = await Promise.all([readLineage(db, day.planDigest ?? ""), readBatches(db, day)]);
  if (state === "PART_PAID") {
    const { boundBy = null } = lineage.ended ?? {};
    if (boundBy === null || now.height - boundBy.height < finalDepth) return NOT_YET;
    return { costs: await readCosts(db, lineage, batches), sums: await readDaySums(db, day) };
  }
  const depth = depthOf(lineage, batches, now.height);
  if (depth === null || depth < (state === "PAYING" ? operations.confirmDepth : finalDepth)) return NOT_YET;
  if (state === "PAID") return { costs: null, sums: await readDaySums(db, day) };
  return { costs: await readCosts(db, lineage, batches), sums: null };
}
