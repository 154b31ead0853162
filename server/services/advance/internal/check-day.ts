import { withTransaction } from "@/db/transaction";
import type { StopReason } from "@/server/domain/day/stop-reason";
import { findAnomalies } from "@/server/domain/plan/anomalies";
import { findDeviations } from "@/server/domain/plan/deviations";
import { type DayFindings, openAnomalies, type StoredFindings } from "@/server/domain/plan/findings";
import type { RewardCalculation } from "@/server/domain/rewards/reward-line";
import { saySecondCalculation } from "@/server/words/second-calculation";
import { sayStopReason } from "@/server/words/stop-reason";
import type { Context } from "../../context";
import { calculateFromTables, type DayInput, readDayInput } from "../../day/calculate";
import { type DayRow, freezeDay, moveDay } from "../../day/move-day";
import type { Situation } from "../../day/situation";
import { holdSnapshot, loadSnapshot, type SnapshotRow } from "../../day/snapshot";
import { areTheDays, OTHER_LINES } from "../../day/stage-lines";
import { again, needsHuman } from "../../job-result";
import { dayHistory, factsOf } from "./day-facts";
import type { DayStep } from "./day-step";
import { giveUp } from "./give-up";
import { calculateAgain } from "./second-calculation";

/**
 * CALCULATED -> CHECKED: calculates the day a second time, from raw chain events and by other means, and compares it
 * line by line; then compares it with its history. Any difference or anomaly stops the day.
 */
export const checkDay: DayStep = async (ctx, day, situation) => {
  const { now } = situation;
  const snapshot = await loadSnapshot(ctx.db, day);
  const input = await readDayInput(ctx.db, snapshot);
  const first = await calculateFromTables(ctx, day, input, situation);
  const findings = await findEverything(ctx, { day, input: { ...input, snapshot }, first }, situation);
  const { accepted = [] } = day.findings ?? {};
  const reason = reasonToStop({ ...findings, accepted }, { isClosed: input.isClosed });
  if (reason === null) {
    // Both calculations agree; what they agree on must be what the day was given.
    if (!(await areTheDays(ctx.db, day, first.lines))) return giveUp(ctx, day, situation.now.timeMs, OTHER_LINES);
    await withTransaction(ctx.db, async (tx) => {
      await holdSnapshot(tx, snapshot);
      await moveDay(tx, day, "check", {
        actor: "job:advance",
        atMs: now.timeMs,
        detail: saySecondCalculation(findings.secondCalculation),
        set: { findings: { ...findings, accepted } },
      });
    });
    return again(`day ${day.dayIndex} is checked`);
  }
  await withTransaction(ctx.db, async (tx) => {
    await holdSnapshot(tx, snapshot);
    await freezeDay(tx, day, { actor: "job:advance", atMs: now.timeMs, reason, findings });
  });
  return needsHuman(sayStopReason(reason), day.dayIndex);
};

type Calculated = {
  readonly day: DayRow;
  readonly input: DayInput & { readonly snapshot: SnapshotRow };
  readonly first: RewardCalculation;
};

async function findEverything(
  ctx: Context,
  { day, input, first }: Calculated,
  situation: Situation,
): Promise<DayFindings & Pick<StoredFindings, "deviations">> {
  const secondCalculation = await calculateAgain(ctx, first, input, situation);
  const today = factsOf(day.dayIndex, first);
  const { anomalies } = situation.operations;
  const history = await dayHistory(ctx.db, today, anomalies.trailingDays);
  const deviations = findDeviations(history, today, anomalies);
  return { secondCalculation, ...findAnomalies(history, today, anomalies), deviations };
}

/**
 * Two people may accept an anomaly and release the day with it, and a day that they have closed pays nothing. A
 * difference is never accepted.
 */
function reasonToStop(
  findings: DayFindings & StoredFindings,
  { isClosed }: Pick<DayInput, "isClosed">,
): StopReason | null {
  const { secondCalculation: second } = findings;
  if (second.kind !== "agrees") return { kind: "second-calculation", second };
  const anomalies = isClosed ? [] : openAnomalies(findings);
  return anomalies.length > 0 ? { kind: "anomalies", anomalies } : null;
}
