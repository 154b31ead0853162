import { eq } from "drizzle-orm";
import { user } from "@/db/schema";
import { can } from "@/server/domain/people/roles";
import type { Context } from "../context";
import { loadDay } from "../day/load-day";
import { ServiceError } from "../errors";
import { loadLivePool, whyNoPool } from "../pool/load-pool";
import { type ApprovalResult, addApproval, approvalTextOf } from "./add-approval";
import { type GivenSignature, readGivenSignature, viaOf } from "./given-signature";

/**
 * A person approves a day in the console, with their enrolled key. The text is made here, never
 * taken from the browser. Throws ServiceError: `not-allowed` for the wrong person or key, `wrong-state` and
 * `conflict` when there is nothing (any more) to approve, `bad-input` for a signature over something else.
 */
export async function signDay(
  ctx: Context,
  input: { readonly userId: string; readonly dayIndex: number; readonly given: GivenSignature },
): Promise<ApprovalResult> {
  const { userId, dayIndex, given } = input;
  const [person] = await ctx.db.select().from(user).where(eq(user.id, userId));
  if (!person || person.disabled || !can(person.role as Parameters<typeof can>[0], "day.approve")) {
    throw new ServiceError("not-allowed", "your role cannot approve payouts");
  }
  const pool = await loadLivePool(ctx.db);
  if (!pool) throw new ServiceError("unavailable", await whyNoPool(ctx.db));
  const text = await approvalTextOf(ctx.db, await loadDay(ctx.db, dayIndex), pool);
  const signed = readGivenSignature(given, text);
  if (person.approverKey === null) {
    throw new ServiceError("not-allowed", "you have no enrolled key: enrol one on your account page");
  }
  if (signed.publicKey !== person.approverKey) {
    throw new ServiceError("not-allowed", "this is not your enrolled key: sign with that one");
  }
  return addApproval(ctx, { dayIndex, signed, via: viaOf(given), actor: `user:${userId}`, userId });
}
