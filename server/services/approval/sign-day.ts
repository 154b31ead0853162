import type { GivenSignature } from "@/server/domain/contract/given-signature";
import { maySign } from "@/server/domain/day/may-sign";
import { chainNow } from "../chain-now";
import type { Context } from "../context";
import { loadDay } from "../day/load-day";
import { ServiceError } from "../errors";
import { loadPerson } from "../people/load-person";
import { loadLivePool, whyNoPool } from "../pool/load-pool";
import { type ApprovalResult, addApproval } from "./add-approval";
import { readGivenSignature, viaOf } from "./given-signature";
import { refuseToSign } from "./internal/refuse-to-sign";
import { findToSign, loadToSign } from "./to-sign";

/**
 * A person approves a day in the console with their enrolled key. The text is made here, never taken from the browser.
 * Throws ServiceError: `not-allowed` for the wrong person or key, `wrong-state` and `conflict` if there is nothing to
 * approve, `bad-input` for a signature over another text.
 */
export async function signDay(
  ctx: Context,
  input: { readonly userId: string; readonly dayIndex: number; readonly given: GivenSignature },
): Promise<ApprovalResult> {
  const { userId, dayIndex, given } = input;
  const pool = await loadLivePool(ctx.db);
  const now = await chainNow(ctx.db);
  if (!pool || !now) throw new ServiceError("unavailable", await whyNoPool(ctx.db));
  const day = await loadDay(ctx.db, dayIndex);
  const person = await loadPerson(ctx.db, userId);
  const toSign = await findToSign(ctx.db, day, pool);
  const asked = {
    state: day.state,
    deadlineMs: toSign?.deadlineMs ?? null,
    settings: pool.settings,
    nowMs: now.timeMs,
  };
  // The list of signers is left empty: sending the same signature again is harmless.
  const may = maySign(person, asked, []);
  if (!may.ok) throw refuseToSign(may.refusal);
  const { texts } = toSign ?? (await loadToSign(ctx.db, day, pool));
  const signed = readGivenSignature(given, texts.approve, may.publicKey);
  if (signed.publicKey !== may.publicKey) {
    throw new ServiceError("not-allowed", "this is not your enrolled key: sign with your enrolled key");
  }
  return addApproval(ctx, { dayIndex, signed, via: viaOf(given), actor: `user:${userId}`, userId });
}
