import { and, eq } from "drizzle-orm";
import { session as sessionTable, user } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import type { Context } from "../context";
import { ServiceError } from "../errors";
import type { SignedIn } from "./find-session";
import { endSessionsOf } from "./internal/end-sessions-of";
import { lockSession, SIGNED_OUT } from "./internal/lock-session";
import { hashNewPassword, verifyPassword } from "./internal/password";
import { recordChange } from "./internal/record-change";
import { returnCharge, TOO_MANY_TRIES, tryOnce } from "./internal/sign-in-tries";

type Change = { readonly session: SignedIn; readonly current: string; readonly next: string };

/**
 * Sets another password, by the present one, and ends the person's other sessions. Wrong ones count on the session.
 * Throws ServiceError: `bad-input` for a new one that does not do, `not-allowed` for a wrong present one, `conflict` if
 * it was changed meanwhile, `wrong-state` if the session has ended.
 */
export async function changePassword(
  { db }: Pick<Context, "db">,
  { session, current, next }: Change,
): Promise<{ readonly sessions: number }> {
  const { userId, sessionId } = session;
  const [row] = await db
    .select({ passwordHash: user.passwordHash })
    .from(user)
    .innerJoin(sessionTable, eq(sessionTable.userId, user.id))
    .where(eq(sessionTable.id, sessionId));
  if (!row) throw new ServiceError("wrong-state", SIGNED_OUT);
  const before = row.passwordHash ?? "";
  const tried = await tryOnce(db, { userId, on: "session", id: sessionId }, async (charge) =>
    before !== "" && (await verifyPassword(before, current))
      ? { charge, passwordHash: await hashNewPassword(next, session) }
      : null,
  );
  if (tried.kind === "waiting") throw new ServiceError("not-allowed", TOO_MANY_TRIES);
  if (tried.kind === "wrong") throw new ServiceError("not-allowed", "This is not your current password.");
  const { charge, passwordHash } = tried.opened;
  return withTransaction(db, async (tx) => {
    const unchanged = and(eq(user.id, userId), eq(user.passwordHash, before));
    const changed = await tx.update(user).set({ passwordHash }).where(unchanged).returning({ id: user.id });
    if (changed.length !== 1) throw new ServiceError("conflict", "Your password was changed meanwhile. Sign in again.");
    await lockSession(tx, sessionId);
    await returnCharge(tx, charge);
    const sessions = await endSessionsOf(tx, userId, sessionId);
    await recordChange(tx, { actor: `user:${userId}`, action: "user.change-password", userId, details: { sessions } });
    return { sessions };
  });
}
