import { and, eq } from "drizzle-orm";
import { user } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import type { Context } from "../context";
import { ServiceError } from "../errors";
import { endSessionsOf } from "./internal/end-sessions-of";
import { lockSession } from "./internal/lock-session";
import { hashNewPassword } from "./internal/password";
import { openByPassword, type Present } from "./internal/present-password";
import { recordChange } from "./internal/record-change";
import { returnCharge } from "./internal/sign-in-tries";

type Change = Present & { readonly next: string };

/**
 * Sets another password, by the present one, and ends the person's other sessions. Throws ServiceError: as
 * openByPassword, `bad-input` for a new one that does not do, `conflict` if it was changed meanwhile.
 */
export async function changePassword(
  { db }: Pick<Context, "db">,
  { next, ...present }: Change,
): Promise<{ readonly sessions: number }> {
  const { userId, sessionId } = present.session;
  const { charge, hash, opened } = await openByPassword(db, present, () => hashNewPassword(next, present.session));
  return withTransaction(db, async (tx) => {
    const unchanged = and(eq(user.id, userId), eq(user.passwordHash, hash));
    const changed = await tx.update(user).set({ passwordHash: opened }).where(unchanged).returning({ id: user.id });
    if (changed.length !== 1) throw new ServiceError("conflict", "Your password was changed meanwhile. Sign in again.");
    await lockSession(tx, sessionId);
    await returnCharge(tx, charge);
    const sessions = await endSessionsOf(tx, userId, sessionId);
    await recordChange(tx, { actor: `user:${userId}`, action: "user.change-password", userId, details: { sessions } });
    return { sessions };
  });
}
