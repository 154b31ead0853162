import { and, eq, sql } from "drizzle-orm";
import { session } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import { appendAudit } from "../audit/append-audit";
import type { Context } from "../context";
import { ServiceError } from "../errors";
import type { SignedIn } from "./find-session";
import { checkFactor } from "./internal/check-factor";
import { chargeTry, forgetFailures, keepCharge } from "./internal/sign-in-tries";
import type { SecretBox } from "./secret-box";

type Db = Pick<Context, "db">;

type Code = {
  readonly session: SignedIn;
  /** Six digits of the app, or a recovery code. */
  readonly code: string;
  readonly nowMs: number;
  readonly box: SecretBox;
};

/**
 * Checks the second factor. A right code, never used before, raises this session to level 2; at level 2 it steps the
 * session up. A wrong code counts like a wrong password. Throws ServiceError `not-allowed`.
 */
export async function confirmTotp({ db }: Db, input: Code): Promise<void> {
  const { userId } = input.session;
  const charge = await chargeTry(db, userId);
  if (!charge) {
    throw new ServiceError("not-allowed", "Too many wrong codes. Wait a few minutes, then enter a new one.");
  }
  if (await raiseSession({ db }, input)) return;
  await keepCharge(db, charge);
  throw new ServiceError("not-allowed", "Wrong or already used code. Enter the newest one from your app.");
}

/** Uses the code up and raises the session, or neither: of two that send the same code, one wins. */
async function raiseSession({ db }: Db, { session: signedIn, code, nowMs, box }: Code): Promise<boolean> {
  const { userId, sessionId, level } = signedIn;
  return withTransaction(db, async (tx) => {
    const factor = await checkFactor(tx, { userId, code, nowMs }, box);
    if (factor === null) return false;
    const raised = await tx
      .update(session)
      .set({ level: 2, confirmedAt: sql`now()` })
      .where(and(eq(session.id, sessionId), eq(session.userId, userId), sql`${session.expiresAt} > now()`))
      .returning({ id: session.id });
    if (raised.length !== 1) throw new ServiceError("wrong-state", "You were signed out. Sign in again.");
    await forgetFailures(tx, userId);
    await appendAudit(tx, {
      actor: `user:${userId}`,
      action: level === 2 ? "session.step-up" : "session.confirm",
      subject: `session:${sessionId}`,
      details: { level: 2, factor },
      atMs: Date.now(),
    });
    return true;
  });
}
