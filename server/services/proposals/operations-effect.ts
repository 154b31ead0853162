import { asc } from "drizzle-orm";
import { day } from "@/db/schema";
import type { Operations } from "@/server/domain/day/operations";
import { UNSETTLED_DAY_STATES } from "@/server/domain/day/states";
import type { DueChange } from "@/server/domain/rules/effect";
import { chainNow } from "../chain-now";
import type { Context } from "../context";
import { isInStates } from "../day/in-states";
import { readTimeline } from "../day/read-timeline";
import { ServiceError } from "../errors";
import { loadPoolRow, whyNoPool } from "../pool/load-pool";
import { operationsInForce } from "../settings-in-force";

const MOST_DAYS = 5;

/**
 * What other operations would change for the oldest days that go on, if they came into force now. The deadline of a
 * plan that is proposed stays. Throws ServiceError `unavailable` before anything is read.
 */
export async function operationsEffect({ db }: Pick<Context, "db">, operations: Operations): Promise<DueChange[]> {
  const [now, pool] = [await chainNow(db), await loadPoolRow(db)];
  if (!now || !pool) throw new ServiceError("unavailable", await whyNoPool(db));
  const { intervalMs } = pool.settings;
  const inForce = await operationsInForce(db);
  const days = await db
    .select()
    .from(day)
    .where(isInStates(UNSETTLED_DAY_STATES))
    .orderBy(asc(day.dayIndex))
    .limit(MOST_DAYS);
  const changes: DueChange[] = [];
  for (const row of days) {
    const before = await readTimeline(db, row, { now, intervalMs, operations: inForce });
    const after = await readTimeline(db, row, { now, intervalMs, operations });
    changes.push({ dayIndex: row.dayIndex, state: row.state, before, after });
  }
  return changes;
}
