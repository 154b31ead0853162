import { withTransaction } from "@/db/transaction";
import type { Context } from "../context";
import type { SignedIn } from "./find-session";
import { endSessionsOf } from "./internal/end-sessions-of";
import { type FactorOffer, offerFactor, type TakenOffer, takeOffer } from "./internal/factor-offer";
import { lockSession } from "./internal/lock-session";
import { type Present, requirePassword } from "./internal/present-password";
import { recordChange } from "./internal/record-change";
import { replaceRecoveryCodes } from "./internal/recovery-codes";
import { lockSealedFactor, sealedFactor, storeFactor } from "./internal/store-factor";
import type { SecretBox } from "./secret-box";

/** Codes that can be read in this answer alone. */
export type NewCodes = { readonly recoveryCodes: readonly string[] };

/**
 * A new second factor for somebody who is signed in, by the present password. Nothing changes until a code of it is
 * given, in the same session and while the factor in force is still the same: so it is taken once, and puts nothing
 * back. Throws ServiceError as requirePassword.
 */
export async function offerSecondFactor(
  { db }: Pick<Context, "db">,
  present: Present,
  box: SecretBox,
): Promise<FactorOffer> {
  const { session } = present;
  await requirePassword(db, present);
  return offerFactor(box, session.email, contextOf(session, await sealedFactor(db, session.userId)));
}

/**
 * Puts the offered factor in force, with new recovery codes, and ends the person's other sessions. The old factor ends.
 * Throws ServiceError: `bad-input` for a wrong code or an offer that has ended, `wrong-state` if the session has ended.
 */
export async function changeSecondFactor(
  { db }: Pick<Context, "db">,
  { session, offer }: { readonly session: SignedIn; readonly offer: TakenOffer },
  box: SecretBox,
): Promise<NewCodes> {
  const { userId, sessionId } = session;
  return withTransaction(db, async (tx) => {
    const context = contextOf(session, await lockSealedFactor(tx, userId));
    await lockSession(tx, sessionId);
    const taken = await takeOffer(box, offer, context);
    const recoveryCodes = await storeFactor(tx, { userId, ...taken }, box);
    const sessions = await endSessionsOf(tx, userId, sessionId);
    const details = { sessions };
    await recordChange(tx, { actor: `user:${userId}`, action: "user.change-second-factor", userId, details });
    return { recoveryCodes };
  });
}

/**
 * Ten new recovery codes, by the present password; those before count no more. Throws ServiceError as requirePassword.
 */
export async function renewRecoveryCodes({ db }: Pick<Context, "db">, present: Present): Promise<NewCodes> {
  const { userId, sessionId } = present.session;
  await requirePassword(db, present);
  return withTransaction(db, async (tx) => {
    await lockSession(tx, sessionId);
    const recoveryCodes = await replaceRecoveryCodes(tx, userId);
    await recordChange(tx, { actor: `user:${userId}`, action: "user.renew-recovery-codes", userId });
    return { recoveryCodes };
  });
}

function contextOf({ sessionId, userId }: SignedIn, sealed: string): string {
  return `new-factor:${userId}:${sessionId}:${sealed}`;
}
