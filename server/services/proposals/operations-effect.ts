import { asc } from "drizzle-orm";
import { day } from "@/db/schema";
import type { Operations } from "@/server/domain/day/operations";
import { type DayState, UNSETTLED_DAY_STATES } from "@/server/domain/day/states";
import type { Timeline } from "@/server/domain/day/timeline";
import { chainNow } from "../chain-now";
import type { Context } from "../context";
import { isInStates } from "../day/in-states";
import { readTimeline } from "../day/read-timeline";
import { ServiceError } from "../errors";
import { loadPoolRow, whyNoPool } from "../pool/load-pool";
import { operationsInForce } from "../settings-in-force";

/** When things are due for a day that goes on, as it is and as it would be. */
export type DueChange = {
  readonly dayIndex: number;
  readonly state: DayState;
  readonly before: Timeline;
  readonly after: Timeline;
};

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
