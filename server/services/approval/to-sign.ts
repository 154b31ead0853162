import type { Database, Transaction } from "@/db/client";
import type { Hex, Lovelace, PosixMs } from "@/server/domain/units";
import { quoteDayState } from "@/server/words/day-state";
import type { DayRow } from "../day/move-day";
import { ServiceError } from "../errors";
import type { LivePool } from "../pool/load-pool";
import { bindingOf } from "../pool/signed-state";
import { bindDayResume, type ResumeRow, resumeOf } from "../resume/open-resume";
import { bindDayPlan } from "./bound-plan";
import { findOracleSignature } from "./oracle-signature";

/** What can be signed for a day: its plan, or a Resume of what that left unpaid. */
export type ToSign = {
  readonly kind: "plan" | "resume";
  /** It stands for all that is signed; the deadline is in the texts beside it. */
  readonly digest: Hex;
  readonly deadlineMs: PosixMs;
  readonly lovelace: Lovelace;
  readonly texts: { readonly propose: string; readonly approve: string };
};

/**
 * What an approver of a day signs now; null if there is nothing. Throws ServiceError `conflict` if the pool is not in
 * the state that it was proposed for.
 */
export async function findToSign(db: Database | Transaction, day: DayRow, pool: LivePool): Promise<ToSign | null> {
  const { dayIndex, state } = day;
  if (state === "PART_PAID") {
    const row = await resumeOf(db, pool);
    if (row?.dayIndex !== dayIndex) return null;
    return onceProposed(db, dayIndex, await bindResumeToSign(db, day, row, pool));
  }
  if (state !== "PROPOSED") return null;
  return onceProposed(db, dayIndex, await bindPlanToSign(db, day, pool));
}

/** The oracle signs one thing for a state of the pool, and people only what the oracle has signed. */
async function onceProposed(db: Database | Transaction, dayIndex: number, toSign: ToSign): Promise<ToSign | null> {
  return (await findOracleSignature(db, dayIndex, toSign.texts.propose)) === null ? null : toSign;
}

/** What oracle and approvers sign for a day that is proposed. Throws as `findToSign` does. */
export async function bindPlanToSign(db: Database | Transaction, day: DayRow, pool: LivePool): Promise<ToSign> {
  const { dayIndex, deadlineMs } = day;
  const bound = deadlineMs === null ? null : await bindDayPlan(db, day, bindingOf(pool, deadlineMs));
  if (bound === null || deadlineMs === null || bound.plan !== day.planDigest) {
    throw new ServiceError(
      "conflict",
      `the pool has changed since day ${dayIndex} was proposed: the plan would now be ${bound?.plan}`,
    );
  }
  return { kind: "plan", digest: bound.plan, deadlineMs, lovelace: bound.total.lovelace, texts: bound.texts };
}

/** What oracle and approvers sign for a Resume that the pool's state is for. */
export async function bindResumeToSign(
  db: Database | Transaction,
  day: DayRow,
  { deadlineMs }: Pick<ResumeRow, "deadlineMs">,
  pool: LivePool,
): Promise<ToSign> {
  const { resume } = await bindDayResume(db, day, pool, deadlineMs);
  const { tail: digest, remaining, texts } = resume;
  return { kind: "resume", digest, deadlineMs, lovelace: remaining.lovelace, texts };
}

/** The same. Throws ServiceError `wrong-state` if there is nothing to sign. */
export async function loadToSign(db: Database | Transaction, day: DayRow, pool: LivePool): Promise<ToSign> {
  const found = await findToSign(db, day, pool);
  if (found) return found;
  const { dayIndex, state } = day;
  const why = state === "PROPOSED" ? "the oracle has not signed its plan yet" : "only a proposed day can be approved";
  throw new ServiceError("wrong-state", `day ${dayIndex} is ${quoteDayState(state)}: ${why}`);
}
