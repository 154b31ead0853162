import { and, desc, eq, gt, inArray, lt } from "drizzle-orm";
import type { Database } from "@/db/client";
import { day, report, rewardLine } from "@/db/schema";
import { PAID_DAY_STATES } from "@/server/domain/day/states";
import { sum } from "@/server/domain/integers";
import type { DayFacts } from "@/server/domain/plan/anomalies";
import { parseReport } from "@/server/domain/report/report";
import type { RewardCalculation } from "@/server/domain/rewards/reward-line";
import type { Identity, Lovelace } from "@/server/domain/units";

/** The facts that the anomaly rules compare, of a day that was just calculated. */
export function factsOf(dayIndex: number, calculation: RewardCalculation): DayFacts {
  return {
    dayIndex,
    totalLovelace: sum(calculation.lines.map((line) => line.earnedLovelace)),
    participants: calculation.totals.participants,
    holders: calculation.totals.eligibleIdentities + calculation.totals.neverPlayedIdentities,
    paid: earnedByIdentity(calculation.lines),
  };
}

/** The same facts of the newest `days` paid days, from their reports, in any order. */
export async function dayFacts(db: Database, before: number, days: number): Promise<DayFacts[]> {
  const rows = await db
    .select({ dayIndex: day.dayIndex, body: report.body })
    .from(day)
    .innerJoin(report, eq(report.hash, day.reportHash))
    .where(and(lt(day.dayIndex, before), inArray(day.state, [...PAID_DAY_STATES])))
    .orderBy(desc(day.dayIndex))
    .limit(days);
  const facts: DayFacts[] = [];
  for (const { dayIndex, body } of rows) {
    const parsed = parseReport(body);
    if (!parsed.ok)
      throw new Error(`the stored report of day ${dayIndex} cannot be read: ${parsed.problems.join("; ")}`);
    const { totals } = parsed.report;
    const lines = await db
      .select({ identity: rewardLine.identity, earnedLovelace: rewardLine.earnedLovelace })
      .from(rewardLine)
      .where(and(eq(rewardLine.dayIndex, dayIndex), gt(rewardLine.earnedLovelace, 0n)));
    facts.push({
      dayIndex,
      totalLovelace: totals.awardedLovelace,
      participants: totals.participants,
      holders: totals.eligibleIdentities + totals.neverPlayedIdentities,
      paid: earnedByIdentity(lines),
    });
  }
  return facts;
}

function earnedByIdentity(lines: readonly { identity: Identity; earnedLovelace: Lovelace }[]): Map<Identity, Lovelace> {
  const earned = new Map<Identity, Lovelace>();
  for (const { identity, earnedLovelace } of lines) {
    if (earnedLovelace > 0n) earned.set(identity, (earned.get(identity) ?? 0n) + earnedLovelace);
  }
  return earned;
}
