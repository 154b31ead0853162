import { and, eq } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { approval } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import { type SignedText, verifyEnvelope } from "@/server/domain/contract/approval";
import { whyNotSign } from "@/server/domain/day/may-sign";
import { sayBadSignature } from "@/server/words/bad-signature";
import { type Actor, appendAudit } from "../audit/append-audit";
import { chainNow } from "../chain-now";
import type { Context } from "../context";
import { loadDay } from "../day/load-day";
import { type DayRow, moveDay } from "../day/move-day";
import { ServiceError } from "../errors";
import { queueEvent } from "../outbox/queue-event";
import { type LivePool, loadLivePool, whyNoPool } from "../pool/load-pool";
import { refuseToSign } from "./internal/refuse-to-sign";
import { storeApproval } from "./store-approval";
import { loadToSign } from "./to-sign";

export type ApprovalResult = {
  readonly state: string;
  readonly approvals: number;
  readonly threshold: number;
};

/**
 * Adds an approver's signature over the day's text. Once there are enough, a proposed day is APPROVED; a Resume is sent
 * by the engine. The text is made here from the stored report and the live pool; a signature over any other text is
 * refused. Adding the same signature again changes nothing.
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
    const toSign = await loadToSign(tx, day, pool);
    const { kind, digest, deadlineMs } = toSign;
    const text = toSign.texts.approve;
    const asked = { state: day.state, deadlineMs, settings: pool.settings, nowMs: now.timeMs };
    const refusal = whyNotSign(signed.publicKey, asked);
    if (refusal) throw refuseToSign(refusal);
    const problem = sayBadSignature(signed.publicKey, signed.envelope, text);
    if (problem) throw new ServiceError("bad-input", `The signature ${problem}. Reload the page and sign again.`);
    const isNew = await storeApproval(tx, {
      dayIndex,
      planDigest: digest,
      deadlineMs,
      role: "approver",
      publicKey: signed.publicKey,
      text,
      envelope: signed.envelope,
      via,
      userId: input.userId ?? null,
    });
    const approvals = (await validApprovals(tx, day, pool, text)).length;
    const { threshold } = pool.settings;
    if (!isNew) return { state: day.state, approvals, threshold };
    await appendAudit(tx, {
      actor,
      action: "day.approve",
      subject: `day:${dayIndex}`,
      details: { text, publicKey: signed.publicKey, via, approvals, threshold },
      atMs: now.timeMs,
    });
    await queueEvent(tx, "approval.added", { dayIndex, of: kind, deadlineMs, approvals, threshold });
    if (kind === "resume" || approvals < threshold) return { state: day.state, approvals, threshold };
    await moveDay(tx, day, "approve", {
      actor,
      atMs: now.timeMs,
      detail: `${approvals} of ${threshold} approvals`,
    });
    return { state: "APPROVED", approvals, threshold };
  });
}

/** Signatures over exactly this text by keys that the pool knows, verified again. */
export async function validApprovals(
  db: Context["db"] | Transaction,
  day: DayRow,
  pool: LivePool,
  text: string,
): Promise<SignedText[]> {
  const rows = await db
    .select()
    .from(approval)
    .where(and(eq(approval.dayIndex, day.dayIndex), eq(approval.role, "approver"), eq(approval.text, text)));
  return rows.filter(
    ({ publicKey, envelope }) =>
      pool.settings.approvers.includes(publicKey) && verifyEnvelope(publicKey, envelope, text),
  );
}
