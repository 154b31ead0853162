import { batchBytes } from "@/server/domain/contract/batch-bytes";
import { chainBatches, commitBatches } from "@/server/domain/contract/commitment";
import { blake2b256 } from "@/server/domain/hash";
import { planBatches } from "@/server/domain/plan/batches";
import { type ReportInput, writeReport } from "@/server/domain/report/write-report";
import { calculateRewards } from "@/server/domain/rewards/calculate";
import type { RewardCalculation } from "@/server/domain/rewards/reward-line";
import { POOL_SCRIPT, REPORT_FRAME } from "@/server/testing/domain/fixtures";
import { makeDay } from "./make-day";

/* Calculates a day, plans it and writes its report; tells its parent what that took, and ends. */

export type One = {
  readonly planMs: number;
  readonly reportMs: number;
  readonly hashFloorRatio: number;
  readonly peakMiB: number;
};

/** What a transaction of the largest size pays. */
const OUTPUTS_A_BATCH = 238;

const { snapshot, rules, poolTerms, coinsPerUtxoByte } = makeDay(1);
const { dayIndex, block } = snapshot;
const FRAME = { ...REPORT_FRAME, dayIndex, block, rules, poolTerms, coinsPerUtxoByte };

process.on("disconnect", () => process.exit(1));
const measured = measureOne(Number(process.argv[2]));
process.send?.(measured, () => process.exit());

function measureOne(recipients: number): One {
  // A day of the size of a test first, so that the code is compiled.
  for (let round = 0; round < 3; round++) measureParts(2_000);
  return { ...measureParts(recipients), peakMiB: Math.round(process.resourceUsage().maxRSS / 1_024) };
}

function measureParts(recipients: number): Omit<One, "peakMiB"> {
  const { calculation, calculateMs } = calculate(recipients);
  const start = performance.now();
  const batches = plan(calculation);
  const planMs = Math.round(calculateMs + performance.now() - start);
  const reportMs = measureReport({ ...FRAME, freePoolLovelace: calculation.totals.potLovelace, calculation, batches });
  return { planMs, reportMs, hashFloorRatio: measureChain(calculation) };
}

/** What it was calculated from is let go. */
function calculate(recipients: number) {
  const given = makeDay(recipients);
  const start = performance.now();
  const calculation = calculateRewards(given);
  return { calculation, calculateMs: performance.now() - start };
}

function plan({ lines }: RewardCalculation): ReportInput["batches"] {
  const planned = planBatches(lines, {
    rules: FRAME.rules,
    maximumOutputs: OUTPUTS_A_BATCH,
    poolScript: POOL_SCRIPT,
    reserved: FRAME.poolTerms.reserved,
    coinsPerUtxoByte: FRAME.coinsPerUtxoByte,
  });
  if (planned.kind !== "plan") throw new Error(`the day has no plan: ${planned.kind}`);
  const payouts = planned.batches.map(({ outputs }) => outputs);
  return commitBatches(payouts, null).map(({ payouts: paid, total, commitment }) => ({
    outputs: paid.length,
    totalLovelace: total.lovelace,
    commitment,
  }));
}

/** Of the whole text, part by part; where it is kept is not measured. */
function measureReport(input: ReportInput): number {
  const start = performance.now();
  const writing = writeReport(input);
  while (!writing.next().done);
  return Math.round(performance.now() - start);
}

/** Chained, as a Commit needs them, over hashed one by one. The best of some rounds, for both. */
function measureChain({ lines }: RewardCalculation): number {
  const bodies: Uint8Array[] = [];
  for (let at = 0; at < Math.min(lines.length, 200_000); at += OUTPUTS_A_BATCH) {
    const payouts = lines
      .slice(at, at + OUTPUTS_A_BATCH)
      .map(({ address, payoutLovelace: lovelace }) => ({ address, lovelace, tokens: 0n }));
    bodies.push(batchBytes({ lovelace: 1n, tokens: 0n }, payouts, null));
  }
  const best = (work: () => unknown) =>
    Math.min(
      ...Array.from({ length: 5 }, () => {
        const start = performance.now();
        work();
        return performance.now() - start;
      }),
    );
  const bare = best(() => {
    for (const body of bodies) blake2b256(body);
  });
  return Math.round((best(() => chainBatches(bodies)) / bare) * 100) / 100;
}
