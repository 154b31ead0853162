import { desc, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { settlement } from "@/db/schema";
import { LEARNT_DAYS, learnFrom, type Runway } from "@/server/domain/metrics/forecast";
import type { Lovelace } from "@/server/domain/units";
import { loadLivePool } from "../pool/load-pool";
import { rulesInForce } from "../settings-in-force";
import { freeLovelaceOf } from "./calculate";

/** Null before there are a pool and rules. */
export async function readRunway(db: Database): Promise<Runway | null> {
  const pool = await loadLivePool(db);
  const inForce = await rulesInForce(db);
  if (!pool || !inForce) return null;
  const { rules } = inForce;
  const free = freeLovelaceOf(pool, pool.held.lovelace, await carriedLovelace(db));
  const spent = await db
    .select({ prizes: settlement.paidLovelace, fees: settlement.feeLovelace })
    .from(settlement)
    .orderBy(desc(settlement.dayIndex))
    .limit(LEARNT_DAYS);
  const learnt = learnFrom(spent, rules) ?? { fees: pool.datum.maxFeeLovelace, spread: 0n };
  return { rules, free, ...learnt };
}

/** What the newest day with lines carries on: it is owed already. */
async function carriedLovelace(db: Database): Promise<Lovelace> {
  const [row] = await db.execute<{ carried: string }>(sql`
    select coalesce(sum(carried_lovelace), 0)::text as carried from reward_line where carried_lovelace > 0
      and set_id = (select line_set_id from day where line_set_id is not null order by day_index desc limit 1)`);
  return BigInt(row?.carried ?? "0");
}
