import { withTransaction } from "@/db/transaction";
import { keyHashOf } from "@/server/domain/cardano/key-hash";
import { declaredOf } from "@/server/domain/report/declared-opinion";
import type { ReportInput, WrittenReport } from "@/server/domain/report/write-report";
import type { SettledOpinion } from "@/server/domain/second-opinion/opinion";
import { sayStopReason } from "@/server/words/stop-reason";
import { askWhatIsHeld } from "../../approval/what-is-held";
import { startSegment } from "../../audit/start-segment";
import { calculateFromTables, type DayInput, readDayInput } from "../../day/calculate";
import { type DayRow, freezeDay } from "../../day/move-day";
import { describeOpen, type OpenPlan } from "../../day/open-plan";
import { previousDay } from "../../day/previous-day";
import type { Situation } from "../../day/situation";
import { holdSnapshot, loadSnapshot, openOf, type SnapshotRow } from "../../day/snapshot";
import { areTheDays, OTHER_LINES, stageLines } from "../../day/stage-lines";
import { again, done, needsHuman } from "../../job-result";
import type { PayoutContext } from "../../payout/payout-context";
import type { LivePool } from "../../pool/load-pool";
import { readSpendBasis } from "../../pool/spend-basis";
import { keepReport } from "../../reports/keep-report";
import { checkParameters } from "./check-parameters";
import { demandDayBefore, endOf } from "./day-before-changed";
import type { DayStep } from "./day-step";
import { doubtDay, endDoubt } from "./doubt-day";
import { giveUp } from "./give-up";
import { sameReport, whyNotClose } from "./held-plan";
import { makePlan } from "./make-plan";
import { secondOpinionOf } from "./second-opinion-of";
import { batchNumbers, storePlan } from "./store-plan";

/**
 * CHECKED -> PREVIEW, or CLOSED if nothing is payable. Cuts the plan into batches, each built in full, checks it
 * against every limit, and fixes the report in two places before anyone is asked to sign.
 */
export const preparePlan: DayStep = async (ctx, day, situation) => {
  const { operator } = ctx;
  if (!operator) return needsHuman("this instance has no operator key (OPERATOR_KEY_FILE), so it cannot plan");
  const snapshot = await loadSnapshot(ctx.db, day);
  const before = await previousDay(ctx.db, day.dayIndex);
  // A rollback may have undone how it ended, which the report names.
  if (before && !before.settled) return done(`day ${before.dayIndex} is not settled yet`);
  const waiting = await waitToClose(ctx, day, snapshot, situation);
  if (waiting) return done(waiting);
  const asked = await secondOpinionOf(ctx, day, snapshot, situation);
  if (asked.kind === "not-yet") return asked.result;
  const input = await readDayInput(ctx.db, snapshot);
  const terms = await readSpendBasis(ctx.source, situation.pool.row, operator);
  const others = await checkParameters(ctx, day, snapshot, terms.chain.parameters);
  if (others) return others;
  const calculation = await calculateFromTables(ctx, day, input, situation);
  if (!(await areTheDays(ctx.db, day, calculation.lines))) return giveUp(ctx, day, situation.now.timeMs, OTHER_LINES);
  // This instance's own key too, whatever the pool says: what it would be paid is for people to explain.
  const reserved = [...input.poolTerms.reserved, keyHashOf(operator.publicKey())];
  const plan = await makePlan(reserved, calculation, situation, terms);
  if (plan.kind === "stopped") {
    const { reason } = plan;
    // What was told of the chain may be old.
    if (["cannot-build", "machines-differ"].includes(reason.kind)) return doubtDay(ctx, day, { snapshot, reason });
    await withTransaction(ctx.db, async (tx) => {
      await holdSnapshot(tx, snapshot);
      await freezeDay(tx, day, { actor: "job:advance", atMs: situation.now.timeMs, reason });
    });
    return needsHuman(sayStopReason(reason), day.dayIndex);
  }
  await endDoubt(ctx, day);
  const written = await keepReport(ctx, {
    ...(await reportFrame(ctx, { snapshot, opinion: asked.opinion }, input, situation)),
    previous: reportBefore(before, openOf(snapshot), situation.pool.row),
    open: await describeOpen(ctx.db, openOf(snapshot)),
    calculation,
    batches: plan.batches.map(({ payouts, total, commitment }) => ({
      outputs: payouts.length,
      totalLovelace: total.lovelace,
      commitment,
    })),
  });
  const closes = plan.batches.length === 0;
  const mayLand = closes ? await whyNotClose(ctx, day.dayIndex, situation) : null;
  if (mayLand) return mayLand;
  const report = closes ? written : await signedAlready(ctx, situation.pool, written);
  const lineSetId = await stageLines(ctx.db, day.dayIndex, calculation.lines, batchNumbers(plan.batches));
  const made = { plan, report, lineSetId, height: snapshot.height, atMs: situation.now.timeMs };
  await storePlan(ctx.db, day, made, async (tx) => {
    await holdSnapshot(tx, snapshot);
    await demandDayBefore(tx, day, snapshot, report.manifest.previous);
    // A report that is taken over names the audit log as it was before the restore: the log tells of the break.
    const anchor = { dayIndex: day.dayIndex, ...report.manifest.declared.auditHead };
    await startSegment(tx, [anchor], { actor: "job:advance", reason: "a report from before a restore is taken over" });
  });
  return again(`day ${day.dayIndex} has its report ${report.hash}`);
};

/**
 * The report that the oracle has signed for this day already, before this database was restored, if it says the same;
 * else ours. A signer that is away is asked once more before anything is requested.
 */
async function signedAlready(ctx: PayoutContext, pool: LivePool, ours: WrittenReport): Promise<WrittenReport> {
  const answer = await askWhatIsHeld(ctx, pool);
  if ("problem" in answer || answer.held === null) return ours;
  return (await sameReport(ctx, ours.manifest, answer.held)) ?? ours;
}

/**
 * A closed day is opened again only where a day before it is, so it closes once no rollback can reach its own snapshot.
 * Returns null if there is something to pay, or no reason to wait.
 */
async function waitToClose(
  ctx: PayoutContext,
  day: DayRow,
  { height }: SnapshotRow,
  { now }: Situation,
): Promise<string | null> {
  if (day.totalLovelace !== 0n) return null;
  const { securityParam } = await ctx.source.genesis();
  const depth = now.height - height;
  if (depth >= securityParam) return null;
  return `day ${day.dayIndex} pays nothing and closes once its snapshot is final: ${depth} of ${securityParam} blocks`;
}

/** Everything in the report that does not follow from the calculation. */
async function reportFrame(
  ctx: PayoutContext,
  { snapshot, opinion }: { readonly snapshot: SnapshotRow; readonly opinion: SettledOpinion },
  input: DayInput,
  { pool, rules }: Situation,
): Promise<Omit<ReportInput, "calculation" | "batches" | "previous" | "open">> {
  const genesis = await ctx.source.genesis();
  const { id: snapshotId, dayIndex, auditHead, closing } = snapshot;
  return {
    network: { magic: genesis.networkMagic, systemStartMs: genesis.systemStartMs },
    poolPolicyId: pool.row.policyId,
    dayIndex,
    intervalMs: pool.settings.intervalMs,
    block: input.block,
    rules,
    freePoolLovelace: input.freePoolLovelace,
    poolTerms: input.poolTerms,
    coinsPerUtxoByte: input.coinsPerUtxoByte,
    declared: {
      ...declaredOf(opinion),
      closing,
      snapshotId,
      auditHead,
    },
  };
}

/** The report that this one follows, and how its day ended: with all batches in the ledger, some, or none to pay. */
function reportBefore(
  before: DayRow | null,
  open: OpenPlan | null,
  { policyId, deployTxHash }: Situation["pool"]["row"],
): ReportInput["previous"] {
  if (before?.reportHash == null) {
    return { kind: "checkpoint", name: `pool ${policyId} deployed by ${deployTxHash}` };
  }
  const { dayIndex, reportHash: hash } = before;
  return { kind: "report", dayIndex, hash, end: endOf(before, open) };
}
