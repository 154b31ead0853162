import { desc, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { settlement } from "@/db/schema";
import { potLovelaceOf } from "@/server/domain/rewards/pot";
import type { Rules } from "@/server/domain/rules/rules";
import type { Lovelace } from "@/server/domain/units";
import { loadLivePool } from "../pool/load-pool";
import { rulesInForce } from "../settings-in-force";
import { freeLovelaceOf } from "./calculate";

export type Runway = {
  readonly rules: Rules;
  /** What the pool has for pots: less its reserve, what is owed, and fees set aside. */
  readonly free: Lovelace;
  /** A day's, as the last one's were; before the first, the highest of one transaction. */
  readonly fees: Lovelace;
};

export type Forecast = {
  readonly pot: Lovelace;
  /** Pot and fees of a day. */
  readonly day: Lovelace;
  /** Whole days of the present pot and fees; null where the pot is a share of what the pool has. */
  readonly days: bigint | null;
};

/** Null before there are a pool and rules. */
export async function readRunway(db: Database): Promise<Runway | null> {
  const pool = await loadLivePool(db);
  const inForce = await rulesInForce(db);
  if (!pool || !inForce) return null;
  const free = freeLovelaceOf(pool, pool.held.lovelace, await carriedLovelace(db));
  const [last] = await db
    .select({ feeLovelace: settlement.feeLovelace })
    .from(settlement)
    .orderBy(desc(settlement.dayIndex))
    .limit(1);
  return { rules: inForce.rules, free, fees: last?.feeLovelace ?? pool.datum.maxFeeLovelace };
}

/** If every day has the pot that the rules would give now, and the fees of the last one. */
export function forecastOf({ rules, free, fees }: Runway): Forecast {
  const pot = potLovelaceOf(rules, free);
  const day = pot + fees;
  return { pot, day, days: rules.pot.kind === "share-of-pool" && free > 0n ? null : free / (day || 1n) };
}

/** What the newest day with lines carries on: it is owed already. */
async function carriedLovelace(db: Database): Promise<Lovelace> {
  const [row] = await db.execute<{ carried: string }>(sql`
    select coalesce(sum(carried_lovelace), 0)::text as carried from reward_line where carried_lovelace > 0
      and set_id = (select line_set_id from day where line_set_id is not null order by day_index desc limit 1)`);
  return BigInt(row?.carried ?? "0");
}
