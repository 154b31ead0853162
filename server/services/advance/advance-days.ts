import { type DayState, UNSIGNED_DAY_STATES } from "@/server/domain/day/states";
import type { PosixMs } from "@/server/domain/units";
import { quoteDayState } from "@/server/words/day-state";
import { sayStopReason } from "@/server/words/stop-reason";
import { advanceActs } from "../acts/advance-acts";
import { sayHeld } from "../chain-hold/find-hold";
import { keepHold } from "../chain-hold/keep-hold";
import { chainNow, isBehind } from "../chain-now";
import { oldestUnfinishedDay } from "../day/oldest-unfinished-day";
import type { PoolSituation } from "../day/situation";
import { findSnapshot } from "../day/snapshot";
import { findPause, sayPaused } from "../engine-pause/find-pause";
import { again, done, type JobResult, needsHuman, waiting } from "../job-result";
import { LostRace } from "../lost-race";
import type { PayoutContext } from "../payout/payout-context";
import { findStranger } from "../pool/find-stranger";
import { loadLivePool, whyNoPool } from "../pool/load-pool";
import { operationsInForce, rulesInForce, rulesOfVersion } from "../settings-in-force";
import { advanceResume } from "./internal/advance-resume";
import { askSourcesAgain } from "./internal/ask-sources-again";
import { calculateDay } from "./internal/calculate-day";
import { checkDay } from "./internal/check-day";
import type { DayStep } from "./internal/day-step";
import { gatherApprovals } from "./internal/gather-approvals";
import { giveUp } from "./internal/give-up";
import { openDays } from "./internal/open-days";
import { commitPlan, payBatches, startPaying } from "./internal/pay-batches";
import { preparePlan } from "./internal/prepare-plan";
import { proposePlan } from "./internal/propose-plan";
import { takeSnapshot } from "./internal/take-snapshot";
import { whyUnfit } from "./internal/why-unfit";

/** The step for each state. The confirm job moves PAID to FINAL and handles everything that happens on chain. */
const STEPS: Partial<Record<DayState, DayStep>> = {
  OPEN: takeSnapshot,
  SNAPSHOT: calculateDay,
  CALCULATED: checkDay,
  CHECKED: preparePlan,
  PREVIEW: proposePlan,
  PROPOSED: gatherApprovals,
  APPROVED: commitPlan,
  COMMITTED: startPaying,
  PAYING: payBatches,
};

/**
 * Moves the oldest unfinished day by one bounded step, and a Resume that people asked for. Safe to call any number of
 * times at once: each step reads everything again and changes a state only from the one it saw.
 */
export async function advanceDays(ctx: PayoutContext, nowMs: PosixMs = Date.now()): Promise<JobResult> {
  const [now, pool] = [await chainNow(ctx.db), await loadLivePool(ctx.db)];
  const operations = await operationsInForce(ctx.db);
  const hold = pool && (await keepHold(ctx.db, { network: pool.settings.network, operations, nowMs }));
  const act = now && pool && !isBehind(now) ? await advanceAskedActs(ctx, { now, pool, operations }) : null;
  if (act) return act;
  const pause = await findPause(ctx.db);
  if (pause) return waiting(sayPaused(pause));
  if (hold) return waiting(sayHeld(hold));
  if (!now || !pool) return done(await whyNoPool(ctx.db));
  if (isBehind(now))
    return done(`the scan is ${now.tipHeight - now.height} blocks behind; days move again when it has caught up`);
  const stranger = await findStranger(ctx.db, pool);
  if (stranger) return needsHuman(stranger);
  if ((await openDays(ctx, pool, now)) > 0) return again("new days were opened");
  try {
    const resumed = await advanceResume(ctx, { now, pool, operations });
    if (resumed?.result === "again") return resumed;
    const result = await advanceOldest(ctx, { now, pool, operations });
    return resumed && result.result === "done" ? resumed : result;
  } catch (error) {
    if (error instanceof LostRace) return again(error.message);
    throw error;
  }
}

/**
 * Acts go first, also in a pause and on a pool that this database does not know: a person asked for each, after a
 * second factor, and a Cancel or a new operator is what such a pool needs.
 */
async function advanceAskedActs(ctx: PayoutContext, situation: PoolSituation): Promise<JobResult | null> {
  try {
    return await advanceActs(ctx, situation);
  } catch (error) {
    if (error instanceof LostRace) return again(error.message);
    throw error;
  }
}

async function advanceOldest(ctx: PayoutContext, { now, pool, operations }: PoolSituation): Promise<JobResult> {
  const oldest = await oldestUnfinishedDay(ctx.db);
  if (!oldest) return done("every day is settled");
  const { state, stopReason } = oldest;
  if (state === "FROZEN") {
    const agreed = await askSourcesAgain(ctx, oldest, { now, pool, operations });
    if (agreed) return agreed;
    return needsHuman(`day ${oldest.dayIndex} is stopped: ${sayStopReason(stopReason)}`, oldest.dayIndex);
  }
  const { status, plan } = pool.datum;
  // A Resume has landed, and the confirm job has not moved its day yet: what that plan pays is not free, nor settled.
  if (status.kind === "paying" && plan !== oldest.planDigest) {
    return done(`day ${oldest.dayIndex} waits for the pool, which is paying an earlier plan`);
  }
  const step = STEPS[state];
  const snapshot = await findSnapshot(ctx.db, oldest);
  const inForce =
    snapshot === null
      ? await rulesInForce(ctx.db, oldest.dayIndex)
      : await rulesOfVersion(ctx.db, snapshot.rulesVersion);
  if (!step || !inForce) return done(`day ${oldest.dayIndex} is ${quoteDayState(state)}`);
  if (snapshot && UNSIGNED_DAY_STATES.includes(state)) {
    const unfit = await whyUnfit(ctx.db, oldest, pool);
    if (unfit !== null) return await giveUp(ctx, oldest, now.timeMs, unfit);
  }
  return await step(ctx, oldest, {
    now,
    pool,
    operations,
    rules: inForce.rules,
    rulesVersion: inForce.version,
  });
}
