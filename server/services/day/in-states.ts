import { type SQL, sql } from "drizzle-orm";
import { day } from "@/db/schema";
import { type DayState, ENDED_DAY_STATES } from "@/server/domain/day/states";

/**
 * Whether a day is in one of these states, none of them the last of a day. Written out and not as parameters: so the
 * database sees that the index of the days that have not ended has them all, however many have.
 */
export function isInStates(states: readonly DayState[]): SQL {
  const ended = states.filter((state) => ENDED_DAY_STATES.includes(state));
  if (ended.length > 0) throw new Error(`${ended} are states of days that have ended: there may be thousands`);
  return sql`${day.state} in (${sql.raw(states.map((state) => `'${state}'`).join(", "))})`;
}
