import { and, eq, isNull, lt, or, sql } from "drizzle-orm";
import { session, totpSecret } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import { appendAudit } from "../audit/append-audit";
import type { Context } from "../context";
import { ServiceError } from "../errors";
import type { SignedIn } from "./find-session";
import { chargeTry, forgetFailures, keepCharge } from "./internal/sign-in-tries";
import { stepOfCode } from "./internal/totp";
import type { SecretBox } from "./secret-box";

type Db = Pick<Context, "db">;

/**
 * Checks the second factor. A right code, never used before, raises this session to level 2; at level 2 it steps the
 * session up. A wrong code counts like a wrong password. Throws ServiceError `not-allowed`.
 */
export async function confirmTotp(
  { db }: Db,
  input: {
    readonly session: SignedIn;
    readonly code: string;
    readonly nowMs: number;
    readonly box: SecretBox;
  },
): Promise<void> {
  const { userId } = input.session;
  const charge = await chargeTry(db, userId);
  if (!charge) {
    throw new ServiceError("not-allowed", "Too many wrong codes. Wait a few minutes, then enter a new one.");
  }
  const row = await loadSecret({ db }, userId);
  const secret = input.box.open(row.secret, userId);
  const step = await stepOfCode(secret, input.code, input.nowMs, row.lastStep);
  const accepted = step !== null && (await raiseSession({ db }, input.session, step));
  if (accepted) return;
  await keepCharge(db, charge);
  throw new ServiceError("not-allowed", "Wrong or already used code. Enter the newest one from your app.");
}

async function loadSecret({ db }: Db, userId: string) {
  const [row] = await db.select().from(totpSecret).where(eq(totpSecret.userId, userId));
  if (!row)
    throw new ServiceError("wrong-state", "Your second factor is not set up. Use the link that you got for it.");
  return row;
}

/** Uses the step and raises the session, or neither: of two that send the same code, one wins. */
async function raiseSession({ db }: Db, { userId, sessionId, level }: SignedIn, step: number): Promise<boolean> {
  return withTransaction(db, async (tx) => {
    const used = await tx
      .update(totpSecret)
      .set({ lastStep: step })
      .where(and(eq(totpSecret.userId, userId), or(isNull(totpSecret.lastStep), lt(totpSecret.lastStep, step))))
      .returning({ userId: totpSecret.userId });
    if (used.length !== 1) return false;
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
      details: { level: 2, factor: "totp" },
      atMs: Date.now(),
    });
    return true;
  });
}
