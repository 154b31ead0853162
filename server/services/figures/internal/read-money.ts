import { desc, isNull, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { operatorOutput, settlement } from "@/db/schema";
import { forecastOf } from "@/server/domain/metrics/forecast";
import { type Figure, known } from "@/server/domain/monitoring/figures";
import { readRunway } from "../../day/runway";
import { loadLivePool } from "../../pool/load-pool";

export async function readMoney(db: Database): Promise<Figure[]> {
  const pool = await loadLivePool(db);
  const runway = await readRunway(db);
  const forecast = runway && forecastOf(runway);
  const [last] = await db.select().from(settlement).orderBy(desc(settlement.dayIndex)).limit(1);
  const [operator] = await db
    .select({ lovelace: sql<string | null>`sum(lovelace)::text` })
    .from(operatorOutput)
    .where(isNull(operatorOutput.spentTxHash));
  return [
    ...known("oracle_pool_lovelace", pool?.held.lovelace),
    ...known("oracle_pool_free_lovelace", runway?.free),
    ...known("oracle_pool_day_lovelace", forecast?.day),
    ...known("oracle_pool_days", forecast?.days),
    ...known("oracle_operator_lovelace", operator?.lovelace == null ? null : Number(operator.lovelace)),
    ...known("oracle_last_day_lovelace", last?.paidLovelace),
    ...known("oracle_last_day_fee_lovelace", last?.feeLovelace),
  ];
}
