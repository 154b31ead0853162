import { eq, lt, sql } from "drizzle-orm";
import { session, user } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import { appendAudit } from "../audit/append-audit";
import type { Context } from "../context";
import { normaliseEmail } from "./internal/identity";
import { verifyAgainstNobody, verifyPassword } from "./internal/password";
import { chargeTry, keepCharge, returnCharge } from "./internal/sign-in-tries";
import { IDLE_MINUTES } from "./session-times";

export type SignInInput = {
  readonly email: string;
  readonly password: string;
  /** As the browser names itself, so that the person recognises the session in a list. */
  readonly userAgent: string | null;
};

const LONGEST_AGENT = 300;

/**
 * The first factor. Returns a new session of level 1, or null for a wrong password, an unknown address, and a disabled
 * or waiting account. All take the same work, so that callers cannot learn who has an account.
 */
export async function signIn(
  { db }: Pick<Context, "db">,
  { email, password, userAgent }: SignInInput,
): Promise<{ readonly sessionId: string; readonly userId: string } | null> {
  const [person] = await db
    .select({ userId: user.id, passwordHash: user.passwordHash, disabled: user.disabled })
    .from(user)
    .where(eq(user.email, normaliseEmail(email)));
  const passwordHash = person && !person.disabled ? person.passwordHash : null;
  const charge = person && passwordHash ? await chargeTry(db, person.userId) : null;
  if (!person || !passwordHash || !charge) {
    await verifyAgainstNobody(password);
    return null;
  }
  if (!(await verifyPassword(passwordHash, password))) {
    await keepCharge(db, charge);
    return null;
  }
  const { userId } = person;
  return withTransaction(db, async (tx) => {
    await returnCharge(tx, charge);
    await tx.delete(session).where(lt(session.expiresAt, sql`now()`));
    const [added] = await tx
      .insert(session)
      .values({
        userId,
        level: 1,
        expiresAt: sql`now() + make_interval(mins => ${IDLE_MINUTES})`,
        userAgent: userAgent?.slice(0, LONGEST_AGENT) ?? null,
      })
      .returning({ sessionId: session.id });
    if (!added) throw new Error("the session was not stored");
    await appendAudit(tx, {
      actor: `user:${userId}`,
      action: "session.start",
      subject: `session:${added.sessionId}`,
      details: { level: 1 },
      atMs: Date.now(),
    });
    return { sessionId: added.sessionId, userId };
  });
}
