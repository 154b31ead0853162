import { and, eq, isNull, lte, or, sql } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { user } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import { appendAudit } from "../audit/append-audit";

/** So many wrong passwords or codes cost nothing but the try. */
export const FREE_TRIES = 5;
const FIRST_WAIT_SECONDS = 30;
const LONGEST_WAIT_SECONDS = 3_600;

/** How long an account waits after its n-th failure in a row: nothing, then 30 s, doubling up to an hour. */
export function waitSecondsAfter(failures: number): number {
  if (failures < FREE_TRIES) return 0;
  return Math.min(LONGEST_WAIT_SECONDS, FIRST_WAIT_SECONDS * 2 ** Math.min(20, failures - FREE_TRIES));
}

/** A try that was counted as failed before it was made, to be given back if it succeeds. */
export type Charge = { readonly userId: string; readonly failures: number };

/**
 * Counts a try as failed before anything is compared, so that many at once cannot outrun the count. Null
 * when the account waits: then nothing may be compared at all.
 */
export async function chargeTry(db: Database, userId: string): Promise<Charge | null> {
  return withTransaction(db, async (tx) => {
    const free = or(isNull(user.lockedUntil), lte(user.lockedUntil, sql`now()`));
    const [charged] = await tx
      .update(user)
      .set({ failedLogins: sql`${user.failedLogins} + 1` })
      .where(and(eq(user.id, userId), free))
      .returning({ failures: user.failedLogins });
    if (!charged) return null;
    const seconds = waitSecondsAfter(charged.failures);
    if (seconds > 0) {
      await tx
        .update(user)
        .set({ lockedUntil: sql`now() + make_interval(secs => ${seconds})` })
        .where(eq(user.id, userId));
    }
    return { userId, failures: charged.failures };
  });
}

/** The try failed: it stays counted. An account that has to wait now is worth a line in the audit log. */
export async function keepCharge(db: Database, { userId, failures }: Charge): Promise<void> {
  const seconds = waitSecondsAfter(failures);
  if (seconds === 0) return;
  await withTransaction(db, (tx) =>
    appendAudit(tx, {
      actor: "job:sign-in",
      action: "user.locked",
      subject: `user:${userId}`,
      details: { failures, seconds },
      atMs: Date.now(),
    }),
  );
}

/** The try succeeded, but more is to come (the second factor): only this one is taken back. */
export async function returnCharge(tx: Transaction, { userId, failures }: Charge): Promise<void> {
  const wait = waitSecondsAfter(failures) > 0 ? { lockedUntil: null } : {};
  await tx
    .update(user)
    .set({ failedLogins: sql`greatest(${user.failedLogins} - 1, 0)`, ...wait })
    .where(eq(user.id, userId));
}

/** Signed in fully: what failed before is forgotten. */
export async function forgetFailures(tx: Transaction, userId: string): Promise<void> {
  await tx.update(user).set({ failedLogins: 0, lockedUntil: null }).where(eq(user.id, userId));
}
