import type { Database, Transaction } from "@/db/client";
import type { Hex, Lovelace, PosixMs } from "@/server/domain/units";
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
  const { dayIndex, state, deadlineMs } = day;
  if (state === "PART_PAID") {
    const row = await resumeOf(db, pool);
    if (row?.dayIndex !== dayIndex) return null;
    const toSign = await bindResumeToSign(db, day, row, pool);
    // The oracle signs one thing for a state of the pool, and people only what the oracle has signed.
    return (await findOracleSignature(db, dayIndex, toSign.texts.propose)) === null ? null : toSign;
  }
  if (state !== "PROPOSED" || deadlineMs === null) return null;
  const { plan: digest, total, texts } = await bindDayPlan(db, day, bindingOf(pool, deadlineMs));
  if (digest !== day.planDigest) {
    throw new ServiceError(
      "conflict",
      `the pool has changed since day ${dayIndex} was proposed: the plan would now be ${digest}`,
    );
  }
  return { kind: "plan", digest, deadlineMs, lovelace: total.lovelace, texts };
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
  throw new ServiceError("wrong-state", `day ${dayIndex} is ${state}: only a proposed day can be approved`);
}
