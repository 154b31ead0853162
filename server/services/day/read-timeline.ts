import { and, desc, eq, inArray, or } from "drizzle-orm";
import type { Database } from "@/db/client";
import { dayTransition } from "@/db/schema";
import type { Operations } from "@/server/domain/day/operations";
import { type Timeline, timeline } from "@/server/domain/day/timeline";
import type { ChainNow } from "../chain-now";
import type { DayRow } from "./move-day";

/**
 * When things are due for a day: counted from its publication, or from when its plan was last proposed again, or from
 * now if it is not published. Once a plan is proposed, the plan's own deadline holds.
 */
export async function readTimeline(
  db: Database,
  { dayIndex, deadlineMs }: Pick<DayRow, "dayIndex" | "deadlineMs">,
  by: {
    readonly now: Pick<ChainNow, "timeMs">;
    readonly intervalMs: number;
    readonly operations: Operations;
  },
): Promise<Timeline> {
  const { fromState, toState } = dayTransition;
  const isAgain = and(eq(toState, "PROPOSED"), inArray(fromState, ["PROPOSED", "APPROVED"]));
  const [published] = await db
    .select({ atMs: dayTransition.atMs })
    .from(dayTransition)
    .where(and(eq(dayTransition.dayIndex, dayIndex), or(eq(toState, "PREVIEW"), isAgain)))
    .orderBy(desc(dayTransition.id))
    .limit(1);
  const settings = { ...by.operations, intervalMs: by.intervalMs };
  const times = timeline(settings, dayIndex, published?.atMs ?? by.now.timeMs);
  return deadlineMs === null ? times : { ...times, deadlineMs };
}
