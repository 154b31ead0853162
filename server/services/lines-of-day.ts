import { type SQL, sql } from "drizzle-orm";
import { day, rewardLine } from "@/db/schema";
import type { DayIndex } from "@/server/domain/units";

/** Of `rewardLine`: the lines that are a day's now. Others are only staged, or were given up. */
export function ofDay(dayIndex: DayIndex): SQL {
  return sql`${rewardLine.setId} = ${lineSetOf(dayIndex)}`;
}

/** The id of a day's lines, in any query. */
export function lineSetOf(dayIndex: DayIndex): SQL {
  return sql`(select ${day.lineSetId} from ${day} where ${day.dayIndex} = ${dayIndex})`;
}
