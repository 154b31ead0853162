import { and, eq, inArray } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { attempt } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import { LIVE_ATTEMPT_STATES } from "@/server/domain/day/attempt-states";
import { STOPPABLE_DAY_STATES } from "@/server/domain/day/moves";
import { can, type Role } from "@/server/domain/people/roles";
import { quoteDayState } from "@/server/words/day-state";
import { chainNow } from "../chain-now";
import type { Context } from "../context";
import { ServiceError } from "../errors";
import { requireRight } from "../people/require-right";
import { loadDay } from "./load-day";
import { type DayRow, freezeDay } from "./move-day";
import { requireReason } from "./require-reason";

/**
 * Stops a day until two people release it: nothing is built or sent for it. One person is enough, for late is better
 * than wrong; possible until its Commit is built. What is signed stays valid on chain. Throws ServiceError.
 */
export async function stopDay(
  { db }: Pick<Context, "db">,
  input: { readonly dayIndex: number; readonly userId: string; readonly reason: string },
): Promise<void> {
  const { dayIndex, userId } = input;
  await withTransaction(db, async (tx) => {
    const day = await loadDay(tx, dayIndex, "for update");
    const { name } = await requireRight(tx, { userId, action: "day.freeze", what: "stopping a day" });
    const why = await whyTooLate(tx, day);
    if (why !== null) throw new ServiceError("wrong-state", `day ${dayIndex} is ${quoteDayState(day.state)}: ${why}`);
    const by = { name, text: requireReason(input.reason) };
    const atMs = (await chainNow(tx))?.timeMs ?? day.stateSinceMs;
    await freezeDay(tx, day, { actor: `user:${userId}`, atMs, reason: { kind: "by-person", by, and: null } });
  });
}

/** Whether this person can stop the day as it is. */
export async function mayStop(db: Database, day: DayRow, { role }: { readonly role: Role }): Promise<boolean> {
  return can(role, "day.freeze") && (await whyTooLate(db, day)) === null;
}

/** Null while a person may stop the day. */
async function whyTooLate(db: Database | Transaction, { dayIndex, state }: DayRow): Promise<string | null> {
  if (state === "FROZEN") return "it is stopped already";
  if (!STOPPABLE_DAY_STATES.includes(state)) return "its Commit was sent, or it has ended";
  // One of a plan that was given up is no reason.
  const isLive = and(eq(attempt.dayIndex, dayIndex), inArray(attempt.state, [...LIVE_ATTEMPT_STATES]));
  const isBuilt = (await db.$count(attempt, isLive)) > 0;
  return isBuilt ? "its Commit is built" : null;
}
