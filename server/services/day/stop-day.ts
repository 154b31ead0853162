import { eq } from "drizzle-orm";
import { attempt } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import { STOPPABLE_DAY_STATES } from "@/server/domain/day/moves";
import { can, type Role, rolesThatCan } from "@/server/domain/people/roles";
import { chainNow } from "../chain-now";
import type { Context } from "../context";
import { ServiceError } from "../errors";
import { loadPerson } from "../people/load-person";
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
    const person = await loadPerson(tx, userId);
    const refusal = whyNotStop(day, person);
    if (refusal) throw refusal;
    if ((await tx.$count(attempt, eq(attempt.dayIndex, dayIndex))) > 0) throw tooLate(day, "its Commit is built");
    const by = { name: person?.name ?? "", text: requireReason(input.reason) };
    const atMs = (await chainNow(tx))?.timeMs ?? day.stateSinceMs;
    await freezeDay(tx, day, { actor: `user:${userId}`, atMs, reason: { kind: "by-person", by, and: null } });
  });
}

/** Null if this person may stop the day as it is. */
export function whyNotStop(
  { dayIndex, state }: Pick<DayRow, "dayIndex" | "state">,
  person: { readonly role: Role } | null,
): ServiceError | null {
  if (!person || !can(person.role, "day.freeze")) {
    const needed = rolesThatCan("day.freeze").join(" or ");
    const text = `you are ${person?.role ?? "disabled"}; stopping a day requires ${needed}`;
    return new ServiceError("not-allowed", text);
  }
  if (STOPPABLE_DAY_STATES.includes(state)) return null;
  return tooLate(
    { dayIndex, state },
    state === "FROZEN" ? "it is stopped already" : "its Commit was sent, or it has ended",
  );
}

function tooLate({ dayIndex, state }: Pick<DayRow, "dayIndex" | "state">, why: string): ServiceError {
  return new ServiceError("wrong-state", `day ${dayIndex} is ${state}: ${why}`);
}
