import { and, eq } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { approval } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import { type SignedText, verifyEnvelope } from "@/server/domain/contract/approval";
import type { Envelope } from "@/server/domain/contract/types";
import { type Actor, appendAudit } from "../audit/append-audit";
import { chainNow } from "../chain-now";
import type { Context } from "../context";
import { loadDay } from "../day/load-day";
import { type DayRow, moveDay } from "../day/move-day";
import { ServiceError } from "../errors";
import { queueEvent } from "../outbox/queue-event";
import { type LivePool, loadLivePool, whyNoPool } from "../pool/load-pool";
import { bindDayPlan, bindingOf, reportTextOf } from "./bound-plan";

export type ApprovalResult = {
  readonly state: string;
  readonly approvals: number;
  readonly threshold: number;
};

/** The text that an approver of this day signs now. Throws ServiceError `wrong-state` when there is none. */
export async function approvalTextOf(db: Context["db"] | Transaction, day: DayRow, pool: LivePool): Promise<string> {
  if (day.state !== "PROPOSED" || day.deadlineMs === null) {
    throw new ServiceError("wrong-state", `day ${day.dayIndex} is ${day.state}: only a proposed day can be approved`);
  }
  const plan = bindDayPlan(await reportTextOf(db, day), bindingOf(pool, day.deadlineMs));
  if (plan.plan !== day.planDigest) {
    throw new ServiceError(
      "conflict",
      `the pool has moved on since day ${day.dayIndex} was proposed: the plan would now be ${plan.plan}`,
    );
  }
  return plan.texts.approve;
}

/**
 * Adds an approver's signature over the day's text, and moves the day on when they are enough. The text is made
 * here from the stored report and the live pool; what the caller signed either is that text or is refused.
 * Adding the same signature again changes nothing.
 */
export async function addApproval(
  ctx: Context,
  input: { dayIndex: number; signed: SignedText; via: string; actor: Actor; userId?: string },
): Promise<ApprovalResult> {
  const { dayIndex, signed, via, actor } = input;
  return withTransaction(ctx.db, async (tx) => {
    const day = await loadDay(tx, dayIndex, "for update");
    const pool = await loadLivePool(tx);
    const now = await chainNow(tx);
    if (!pool || !now) throw new ServiceError("unavailable", await whyNoPool(tx));
    const text = await approvalTextOf(tx, day, pool);
    checkSignature(pool, signed, text);
    if (day.deadlineMs !== null && now.timeMs + pool.settings.minWindowMs >= day.deadlineMs) {
      throw new ServiceError("conflict", "it is too late for this plan: it will be proposed again with a new deadline");
    }
    const planDigest = day.planDigest ?? "";
    const added = await tx
      .insert(approval)
      .values({
        dayIndex,
        planDigest,
        role: "approver",
        publicKey: signed.publicKey,
        text,
        envelope: signed.envelope,
        via,
        userId: input.userId ?? null,
      })
      .onConflictDoNothing()
      .returning({ id: approval.id });
    const approvals = (await validApprovals(tx, day, pool, text)).length;
    const { threshold } = pool.settings;
    if (added.length === 0) return { state: day.state, approvals, threshold };
    await appendAudit(tx, {
      actor,
      action: "day.approve",
      subject: `day:${dayIndex}`,
      details: { text, publicKey: signed.publicKey, via, approvals, threshold },
      atMs: now.timeMs,
    });
    await queueEvent(tx, "approval.added", { dayIndex, approvals, threshold });
    if (approvals < threshold) return { state: day.state, approvals, threshold };
    await moveDay(tx, day, "APPROVED", {
      actor,
      atMs: now.timeMs,
      detail: `${approvals} of ${threshold} approvals`,
    });
    return { state: "APPROVED", approvals, threshold };
  });
}

function checkSignature(pool: LivePool, { publicKey, envelope }: SignedText, text: string): void {
  if (!pool.settings.approvers.includes(publicKey)) {
    throw new ServiceError(
      "not-allowed",
      "this key is not one of the pool's approvers: sign with the key that was enrolled",
    );
  }
  if (!verifyEnvelope(publicKey, envelope, text)) {
    throw new ServiceError(
      "bad-input",
      "the signature is not over the text of this plan: reload the page and sign again",
    );
  }
}

/** Signatures over exactly this text by keys that the pool knows, verified once more. */
export async function validApprovals(
  db: Context["db"] | Transaction,
  day: DayRow,
  pool: LivePool,
  text: string,
): Promise<SignedText[]> {
  const rows = await db
    .select()
    .from(approval)
    .where(
      and(
        eq(approval.dayIndex, day.dayIndex),
        eq(approval.planDigest, day.planDigest ?? ""),
        eq(approval.role, "approver"),
        eq(approval.text, text),
      ),
    );
  return rows
    .map(({ publicKey, envelope }) => ({ publicKey, envelope: envelope as Envelope }))
    .filter(
      ({ publicKey, envelope }) =>
        pool.settings.approvers.includes(publicKey) && verifyEnvelope(publicKey, envelope, text),
    );
}
