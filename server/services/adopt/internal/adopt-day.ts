import { eq } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { ledgerEntry } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import { canMove } from "@/server/domain/day/moves";
import { postDay } from "@/server/domain/ledger/post";
import { type BoundPlan, bindPlan } from "@/server/domain/plan/sign-request";
import { factsOfReport } from "@/server/domain/report/facts";
import type { DayIndex } from "@/server/domain/units";
import { quoteDayState } from "@/server/words/day-state";
import type { Actor } from "../../audit/append-audit";
import { type ChainNow, chainNow } from "../../chain-now";
import { haveAllEndedBefore } from "../../day/have-ended";
import { loadDay } from "../../day/load-day";
import { type DayRow, moveDay } from "../../day/move-day";
import { openDay } from "../../day/open-day";
import { reopenAfter, UNREAD } from "../../day/read-anew";
import { claimLines, stageLines } from "../../day/stage-lines";
import { storeBatches } from "../../day/store-batches";
import { finalDepth } from "../../final-depth";
import { postFinalDay, sumDay } from "../../ledger/post-day";
import { LostRace } from "../../lost-race";
import type { PayoutContext } from "../../payout/payout-context";
import { signedStateOf } from "../../pool/signed-state";
import { storeManifest } from "../../reports/keep-report";
import type { NamedReport, ReportPlace } from "../report-place";
import { adoptRules } from "./adopt-rules";
import { adoptSignatures } from "./adopt-signatures";
import { adoptSnapshot, holdSnapshotBlock } from "./adopt-snapshot";
import { judgeEnd } from "./judge-end";
import type { PlanOnChain } from "./plans-on-chain";
import { readReport } from "./read-report";
import { readNamed, wrong } from "./walk-reports";

type Adopting = {
  readonly place: ReportPlace;
  /** All that our scan knows. */
  readonly plans: ReadonlyMap<DayIndex, PlanOnChain>;
  readonly actor: Actor;
  /** People may have ended the pause since it began, or checked what was adopted by then. */
  readonly pause: (tx: Transaction) => Promise<void>;
};

/**
 * Makes a published report a day's: its lines, batches, snapshot and rules, and the signatures that its Commit carries.
 * The plan that they give for the state of the pool before must be the one on chain, to the last lovelace. The day is
 * then PROPOSED, and `confirm` moves it by the chain like any other; without batches it is CLOSED. Days come oldest
 * first: each must open with what the one before leaves. Throws ServiceError or InvariantError that says what does not
 * fit; the day is then as it was.
 */
export async function adoptDay(
  ctx: PayoutContext,
  named: NamedReport,
  { place, plans, actor, pause }: Adopting,
): Promise<void> {
  const { db } = ctx;
  const { dayIndex } = named;
  const report = await readNamed(place, named);
  const { manifest } = report;
  const problem = await judgeEnd(db, manifest, plans);
  if (problem !== null) throw wrong(named, problem);
  const onChain = plans.get(dayIndex) ?? null;
  const bound = onChain && demandPlan(named, { ...factsOfReport(manifest), hash: named.hash }, onChain);
  if (onChain === null && manifest.batches.length > 0)
    throw wrong(named, "it has batches to pay, and no Commit of it is on chain");

  const now = await chainNow(db);
  if (!now) throw new LostRace("the scan has not read a block yet");
  const row = await findOrOpen(db, dayIndex, { now, actor });
  if (onChain && bound && row.reportHash === named.hash && row.planDigest === bound.plan) {
    const isSame = row.deadlineMs === onChain.commit.deadlineMs || !canMove(row.state, "adopt");
    // By an adoption that was interrupted, or before a restore: `confirm` goes on from there. A backup may be from
    // before the signatures that the Commit carries, or from before the plan was proposed again with its deadline.
    if (isSame) return withTransaction(db, (tx) => adoptSignatures(tx, { dayIndex, onChain, bound, atMs: now.timeMs }));
  }
  if (!canMove(row.state, "adopt") || (await isInBooks(db, row))) {
    throw wrong(named, `this database holds the day as ${quoteDayState(row.state)}, with the report ${row.reportHash}`);
  }
  const { lines, batches, batchOf } = await readReport(ctx, place, report);
  const rulesVersion = await adoptRules(db, { named, rules: manifest.rules, actor });
  const snapshotId = await adoptSnapshot(db, named, manifest, { rulesVersion, onChain });
  const lineSetId = await stageLines(db, dayIndex, lines, batchOf);
  const sums = await sumDay(db, { dayIndex, lineSetId, snapshotId }, batches);
  const finalHeight = now.height - (await finalDepth(ctx.source));
  await withTransaction(db, async (tx) => {
    const held = await holdSnapshotBlock(tx, named, manifest.block);
    await pause(tx);
    await storeManifest(tx, report);
    await claimLines(tx, lineSetId);
    await moveDay(tx, row, bound ? "adopt" : "adoptClosed", {
      actor,
      atMs: held.timeMs,
      detail: `report ${named.hash}, from ${place.name}`,
      set: {
        ...UNREAD,
        closing: manifest.declared.closing,
        ...{ snapshotId, lineSetId, reportHash: named.hash, commitment: batches[0]?.commitment ?? null },
        ...(onChain && signedBy(onChain)),
        totalLovelace: manifest.totals.payoutLovelace,
        outputs: manifest.totals.recipients,
        batches: batches.length,
      },
    });
    await storeBatches(tx, dayIndex, batches);
    if (onChain && bound) await adoptSignatures(tx, { dayIndex, onChain, bound, atMs: held.timeMs });
    // Those that were closed on what this day was before.
    await reopenAfter(tx, row, { actor, atMs: held.timeMs });
    if (!bound && (await haveAllEndedBefore(tx, dayIndex))) await postFinalDay(tx, sums, finalHeight);
  });
}

/** The report's plan, which must be the one that the chain holds. */
function demandPlan(
  named: NamedReport,
  facts: Parameters<typeof bindPlan>[0],
  { plan, binding }: PlanOnChain,
): BoundPlan {
  const bound = bindPlan(facts, binding);
  if (!bound.ok) throw wrong(named, bound.problems.join("; "));
  if (bound.plan.plan !== plan) throw wrong(named, `its plan is ${bound.plan.plan}, and the one on chain is ${plan}`);
  return bound.plan;
}

function signedBy({ plan, binding, commit }: PlanOnChain) {
  return { planDigest: plan, deadlineMs: commit.deadlineMs, signedFor: signedStateOf(binding) };
}

/** A day that this database has not is opened first: what is staged belongs to a day. */
function findOrOpen(
  db: Database,
  dayIndex: DayIndex,
  { now, actor }: { now: ChainNow; actor: Actor },
): Promise<DayRow> {
  return withTransaction(db, async (tx) => {
    await openDay(tx, dayIndex, { actor, atMs: now.timeMs, detail: "it is to be adopted" });
    return loadDay(tx, dayIndex);
  });
}

/** A CLOSED day whose awards are posted can never change. */
async function isInBooks(db: Database, { dayIndex }: DayRow): Promise<boolean> {
  const { reference } = postDay(dayIndex, 0n);
  return (await db.$count(ledgerEntry, eq(ledgerEntry.reference, reference))) > 0;
}
