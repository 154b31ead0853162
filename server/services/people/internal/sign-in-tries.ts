import { and, eq, isNull, lte, or, sql } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { user } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import { appendAudit } from "../../audit/append-audit";

/** Wrong passwords or codes that are free of a wait. */
export const FREE_TRIES = 5;
const FIRST_WAIT_SECONDS = 30;
const LONGEST_WAIT_SECONDS = 3_600;

/** How long an account must wait after its n-th failure in a row: nothing, then 30 s, doubling up to an hour. */
export function waitSecondsAfter(failures: number): number {
  if (failures < FREE_TRIES) return 0;
  return Math.min(LONGEST_WAIT_SECONDS, FIRST_WAIT_SECONDS * 2 ** Math.min(20, failures - FREE_TRIES));
}

/** A try counted as failed before it was made, to be returned if it succeeds. */
export type Charge = { readonly userId: string; readonly failures: number };

/**
 * Counts a try as failed before anything is compared, so that parallel tries cannot outrun the count. Null
 * while the account must wait: then nothing may be compared.
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

/** Keeps a failed try counted. If the account must now wait, the audit log gets a row. */
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

/** The try succeeded but the second factor is still to come: takes back this one only. */
export async function returnCharge(tx: Transaction, { userId, failures }: Charge): Promise<void> {
  const wait = waitSecondsAfter(failures) > 0 ? { lockedUntil: null } : {};
  await tx
    .update(user)
    .set({ failedLogins: sql`greatest(${user.failedLogins} - 1, 0)`, ...wait })
    .where(eq(user.id, userId));
}

/** Fully signed in: resets the failures. */
export async function forgetFailures(tx: Transaction, userId: string): Promise<void> {
  await tx.update(user).set({ failedLogins: 0, lockedUntil: null }).where(eq(user.id, userId));
}
