import { desc, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { settlement } from "@/db/schema";
import { healthPart, type LookedAtPart, type NamedPart } from "@/server/domain/health/part";
import { potLovelaceOf } from "@/server/domain/rewards/pot";
import type { Rules } from "@/server/domain/rules/rules";
import type { Lovelace } from "@/server/domain/units";
import { formatAda } from "@/server/words/format";
import { freeLovelaceOf } from "../../day/calculate";
import type { PayoutContext } from "../../payout/payout-context";
import { loadLivePool, whyNoPool } from "../../pool/load-pool";
import { rulesInForce } from "../../settings-in-force";

/** How many days of the present prize and fees the pool still pays. */
export async function lookAtPool({ db }: PayoutContext): Promise<NamedPart<LookedAtPart>[]> {
  const pool = await loadLivePool(db);
  const inForce = await rulesInForce(db);
  if (!pool || !inForce) {
    return [healthPart("pool", { state: "waits", fact: `Not known: ${await whyNoPool(db)}.` })];
  }
  const free = freeLovelaceOf(pool, pool.held.lovelace, await carriedLovelace(db));
  const [last] = await db
    .select({ feeLovelace: settlement.feeLovelace })
    .from(settlement)
    .orderBy(desc(settlement.dayIndex))
    .limit(1);
  return [judgeRunway({ rules: inForce.rules, free, fees: last?.feeLovelace ?? pool.datum.maxFeeLovelace })];
}

/** What the newest day with lines carries on: it is owed already. */
async function carriedLovelace(db: Database): Promise<Lovelace> {
  const [row] = await db.execute<{ carried: string }>(sql`
    select coalesce(sum(carried_lovelace), 0)::text as carried from reward_line where carried_lovelace > 0
      and set_id = (select line_set_id from day where line_set_id is not null order by day_index desc limit 1)`);
  return BigInt(row?.carried ?? "0");
}

type Runway = {
  readonly rules: Rules;
  /** What the pool has for pots: less its reserve, what is owed, and fees set aside. */
  readonly free: Lovelace;
  /** A day's, as the last one's were. */
  readonly fees: Lovelace;
};

const FEW_DAYS = 7n;

export function judgeRunway({ rules, free, fees }: Runway): NamedPart<LookedAtPart> {
  const pot = potLovelaceOf(rules, free);
  const next = "Add money: npm run pool -- deposit LOVELACE";
  if (rules.pot.kind === "share-of-pool" && free > 0n) {
    const fact = `A day's prize is a share of the pool: ${formatAda(pot)} of the ${formatAda(free)} that it has free.`;
    return healthPart("pool", { state: "ok", fact });
  }
  const days = free / (pot + fees || 1n);
  const fact = `The pool has ${formatAda(free)} free: ${days} days of ${formatAda(pot)} and fees.`;
  if (days < 1n) {
    const short = `The pool has ${formatAda(free)} free, less than a day's prize and fees (${formatAda(pot + fees)}).`;
    return healthPart("pool", { state: "failing", fact: short, next });
  }
  return healthPart("pool", days < FEW_DAYS ? { state: "warning", fact, next } : { state: "ok", fact });
}
