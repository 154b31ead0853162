import { and, desc, eq, inArray, lt, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { inParts } from "@/db/rows";
import { day, report } from "@/db/schema";
import { PAID_DAY_STATES } from "@/server/domain/day/states";
import { sum } from "@/server/domain/integers";
import type { DayFacts, History } from "@/server/domain/plan/anomalies";
import { readFacts } from "@/server/domain/report/facts";
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

/**
 * The same figures of the newest `days` paid days, as their reports say; and the most that anybody who earns today
 * earned on one of them. Added up in the database: these days may have millions of lines.
 */
export async function dayHistory(db: Database, today: DayFacts, days: number): Promise<History> {
  const rows = await db
    .select({ dayIndex: day.dayIndex, lineSetId: day.lineSetId, facts: report.facts })
    .from(day)
    .innerJoin(report, eq(report.hash, day.reportHash))
    .where(and(lt(day.dayIndex, today.dayIndex), inArray(day.state, [...PAID_DAY_STATES])))
    .orderBy(desc(day.dayIndex))
    .limit(days);
  const figures = rows.map(({ dayIndex, facts }) => {
    const { totals } = readFacts(facts);
    return {
      dayIndex,
      totalLovelace: totals.awardedLovelace,
      participants: totals.participants,
      holders: totals.eligibleIdentities + totals.neverPlayedIdentities,
    };
  });
  const highest = new Map<Identity, Lovelace>();
  const lineSets = rows.map(({ lineSetId }) => lineSetId);
  for (const part of inParts([...today.paid.keys()])) {
    const found = await db.execute<{ identity: Identity; lovelace: string }>(sql`
      select identity, max(earned)::text as lovelace from (
        select l.identity, l.set_id, sum(l.earned_lovelace) as earned
        from unnest(${sql.param(part)}::text[]) t(identity) join reward_line l on l.identity = t.identity
        where l.set_id = any(${sql.param(lineSets)}::int[]) and l.earned_lovelace > 0
        group by l.identity, l.set_id
      ) days group by identity`);
    for (const { identity, lovelace } of found) highest.set(identity, BigInt(lovelace));
  }
  return { days: figures, highest };
}

function earnedByIdentity(lines: readonly { identity: Identity; earnedLovelace: Lovelace }[]): Map<Identity, Lovelace> {
  const earned = new Map<Identity, Lovelace>();
  for (const { identity, earnedLovelace } of lines) {
    if (earnedLovelace > 0n) earned.set(identity, (earned.get(identity) ?? 0n) + earnedLovelace);
  }
  return earned;
}
