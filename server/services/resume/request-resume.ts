import type { Transaction } from "@/db/client";
import { violatedConstraint } from "@/db/errors";
import { resume } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import { boundDeadline } from "@/server/domain/day/signing-time";
import { can, type Role } from "@/server/domain/people/roles";
import type { PosixMs } from "@/server/domain/units";
import { quoteDayState } from "@/server/words/day-state";
import { formatAda } from "@/server/words/format";
import { appendAudit } from "../audit/append-audit";
import { chainNow } from "../chain-now";
import type { Context } from "../context";
import { loadDay } from "../day/load-day";
import type { DayRow } from "../day/move-day";
import { openPlanOf } from "../day/open-plan";
import { requireReason } from "../day/require-reason";
import { type Finality, mayLandInstead, requestSignatures, type SignRequest } from "../day/sign-requests";
import { ServiceError } from "../errors";
import { finalDepth } from "../final-depth";
import { holdScan } from "../hold-chain";
import { queueEvent } from "../outbox/queue-event";
import { requireRight } from "../people/require-right";
import { type LivePool, loadLivePool, whyNoPool } from "../pool/load-pool";
import { operationsInForce } from "../settings-in-force";
import { bindDayResume, resumeOf } from "./open-resume";

/**
 * Asks to pay what a day's plan left unpaid by the same plan, before a new deadline, and not with the next day's.
 * Oracle and approvers sign it; meanwhile no other plan is proposed. One person is enough, with a reason. Throws
 * ServiceError.
 */
export async function requestResume(
  { db, source }: Pick<Context, "db" | "source">,
  input: { readonly dayIndex: number; readonly userId: string; readonly reason: string },
): Promise<{ readonly deadlineMs: PosixMs }> {
  const { dayIndex, userId } = input;
  const reason = requireReason(input.reason);
  const depth = await finalDepth(source);
  try {
    return await withTransaction(db, async (tx) => {
      await holdScan(tx);
      const day = await loadDay(tx, dayIndex, "for update");
      await requireRight(tx, { userId, action: "day.resume", what: "resuming a plan" });
      const [pool, now] = [await loadLivePool(tx), await chainNow(tx)];
      if (!pool || !now) throw new ServiceError("unavailable", await whyNoPool(tx));
      const refusal = await whyNotResume(tx, day, pool, { now, finalDepth: depth });
      if (refusal !== null) throw new ServiceError("wrong-state", refusal);
      const operations = await operationsInForce(tx);
      // As long as a day's own plan has from the end of its review.
      const wantedMs = now.timeMs + operations.deadlineMs - operations.previewMs;
      const deadlineMs = boundDeadline(wantedMs, { nowMs: now.timeMs, fromMs: now.timeMs, ...pool, operations });
      const { resume: bound, signedFor } = await bindDayResume(tx, day, pool, deadlineMs);
      const { settings, datum, held } = pool;
      const wanted =
        bound.remaining.lovelace + BigInt(bound.batches + 3) * datum.maxFeeLovelace + settings.reserveLovelace;
      if (held.lovelace < wanted) {
        const lacking = formatAda(wanted - held.lovelace);
        throw new ServiceError("conflict", `the pool lacks ${lacking} for it, its fees and the reserve: deposit them`);
      }
      const row = { dayIndex, signedFor, deadlineMs, tail: bound.tail, userId, reason };
      await tx.insert(resume).values(row);
      const text = bound.texts.propose;
      const wantedText = { dayIndex, what: "resume", digest: bound.tail, deadlineMs, signedFor, text } as const;
      const other = await requestSignatures(tx, wantedText, { now, finalDepth: depth });
      if (other) throw new ServiceError("wrong-state", sayOther(other));
      await appendAudit(tx, {
        actor: `user:${userId}`,
        action: "day.resume-request",
        subject: `day:${dayIndex}`,
        details: { reason, text: bound.texts.approve },
        atMs: now.timeMs,
      });
      await queueEvent(tx, "day.resume", { dayIndex, deadlineMs, lovelace: `${bound.remaining.lovelace}` });
      return { deadlineMs };
    });
  } catch (error) {
    if (violatedConstraint(error) === "resume_one_open") throw new ServiceError("conflict", ASKED_ALREADY);
    throw error;
  }
}

const ASKED_ALREADY = "somebody has asked to resume this plan already";

/** Whether this person can ask for it as things are. */
export async function mayResume(
  { db, source }: Pick<Context, "db" | "source">,
  day: DayRow,
  { role }: { readonly role: Role },
): Promise<boolean> {
  if (day.state !== "PART_PAID" || !can(role, "day.resume")) return false;
  const depth = await finalDepth(source).catch(() => null);
  return withTransaction(db, async (tx) => {
    const [pool, now] = [await loadLivePool(tx), await chainNow(tx)];
    if (pool === null || now === null || depth === null) return false;
    return (await whyNotResume(tx, day, pool, { now, finalDepth: depth })) === null;
  });
}

async function whyNotResume(tx: Transaction, day: DayRow, pool: LivePool, finality: Finality): Promise<string | null> {
  const { dayIndex, state } = day;
  const open = openPlanOf(pool);
  if (state !== "PART_PAID" || open === null || open.plan !== day.planDigest) {
    return `day ${dayIndex} is ${quoteDayState(state)}: only what the pool's last plan left unpaid can be resumed`;
  }
  if (await resumeOf(tx, pool)) return ASKED_ALREADY;
  const { resume: bound, signedFor } = await bindDayResume(tx, day, pool, 0);
  const other = await mayLandInstead(tx, { digest: bound.tail, signedFor }, finality);
  return other && sayOther(other);
}

/** Answered or not: for a state of the pool one thing is signed. */
function sayOther({ dayIndex }: SignRequest): string {
  return `the plan of day ${dayIndex}, which pays this too, is being signed: cancel it first`;
}
