import { eq, sql } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { invitation, knownDevice, session, user } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import { noteFailedTry } from "./note-failed-try";
import { recordChange } from "./record-change";

/** Wrong passwords or codes that are free of a wait. */
export const FREE_TRIES = 5;
const FIRST_WAIT_SECONDS = 30;
/** Short enough that whoever signs in on a new device while strangers try need not wait for long. */
const LONGEST_WAIT_SECONDS = 900;

/** The wait after the n-th failure in a row: nothing, then 30 s, doubling up to a quarter of an hour. */
export function waitSecondsAfter(failures: number): number {
  if (failures < FREE_TRIES) return 0;
  return Math.min(LONGEST_WAIT_SECONDS, FIRST_WAIT_SECONDS * 2 ** Math.min(20, failures - FREE_TRIES));
}

/** Whatever has tries of its own. Each table has the two columns. */
const TABLES = { account: user, device: knownDevice, session, link: invitation } as const;

/**
 * What tries are counted on, by its id: a session, a link, or a known device, which strangers cannot have; the account
 * for all others together. Whoever knows no more than an e-mail so locks out only others like themselves.
 */
export type Counted = { readonly userId: string; readonly on: keyof typeof TABLES; readonly id: string };

/** A try counted as failed before it was made, to be returned if it succeeds. */
export type Charge = Counted & { readonly failures: number };

/** What a person is told who must wait. */
export const TOO_MANY_TRIES = "Too many wrong tries. Wait a few minutes, then try again.";

/** `waiting`: nothing was compared. `right`: `opened` is what the comparison answered. */
export type Tried<T> =
  | { readonly kind: "waiting" }
  | { readonly kind: "wrong" }
  | { readonly kind: "right"; readonly opened: T };

/**
 * Makes a try. `compare` answers null where it was wrong, which stays counted. Where it was right, whoever uses what it
 * opens returns the charge, or forgives what is counted, in the same transaction. One that throws has compared nothing,
 * such as where too many wait for their turn: it is returned.
 */
export async function tryOnce<T>(
  db: Database,
  counted: Counted,
  compare: (charge: Charge) => Promise<T | null>,
): Promise<Tried<T>> {
  const charge = await chargeTry(db, counted);
  if (!charge) {
    await noteFailedTry(db, counted.userId);
    return { kind: "waiting" };
  }
  const opened = await compare(charge).catch(async (error: unknown) => {
    await withTransaction(db, (tx) => returnCharge(tx, charge));
    throw error;
  });
  if (opened !== null) return { kind: "right", opened };
  await noteFailedTry(db, counted.userId);
  await keepCharge(db, charge);
  return { kind: "wrong" };
}

/**
 * Counts a try as failed before anything is compared, so that parallel tries cannot outrun the count. Null while it
 * must wait, and for an account that nobody has: then nothing may be compared. The count does not wait for the disk,
 * which would tell an account from none; a database that crashes may lose those of half a second.
 */
async function chargeTry(db: Database, counted: Counted): Promise<Charge | null> {
  const { on, id } = counted;
  const table = TABLES[on];
  return withTransaction(db, async (tx) => {
    await tx.execute(sql`set local synchronous_commit = off`);
    const [charged] = await tx.execute<{ failures: number }>(sql`
      update ${table} set failed_logins = failed_logins + 1
      where id = ${id} and (locked_until is null or locked_until <= now()) returning failed_logins as failures`);
    if (!charged) return null;
    const { failures } = charged;
    const seconds = waitSecondsAfter(failures);
    if (seconds > 0) {
      await tx.execute(
        sql`update ${table} set locked_until = now() + make_interval(secs => ${seconds}) where id = ${id}`,
      );
    }
    return { ...counted, failures };
  });
}

/** Keeps a failed try counted. If a wait follows, the audit log gets a row, and the person a notice. */
async function keepCharge(db: Database, { userId, on, id, failures }: Charge): Promise<void> {
  const seconds = waitSecondsAfter(failures);
  if (seconds === 0) return;
  await withTransaction(db, (tx) =>
    recordChange(tx, {
      actor: "job:sign-in",
      action: "user.locked",
      userId,
      details: { failures, seconds, on, id },
    }),
  );
}

/** The try succeeded but the second factor is still to come: takes back this one only. */
export async function returnCharge(tx: Transaction, charge: Charge): Promise<void> {
  const { on, id, failures } = charge;
  const wait = waitSecondsAfter(failures) > 0 ? sql`, locked_until = null` : sql``;
  await tx.execute(
    sql`update ${TABLES[on]} set failed_logins = greatest(failed_logins - 1, 0)${wait} where id = ${id}`,
  );
}

/** Both factors were right: what was wrong before on the same device, session or account counts no more. */
export async function forgive(tx: Transaction, { on, id }: Counted): Promise<void> {
  await tx.execute(sql`update ${TABLES[on]} set failed_logins = 0, locked_until = null where id = ${id}`);
}

/** Nothing that was wrong so far counts any more, wherever it was tried. */
export async function forgetFailures(tx: Transaction, userId: string): Promise<void> {
  const none = { failedLogins: 0, lockedUntil: null };
  await tx.update(user).set(none).where(eq(user.id, userId));
  for (const table of [knownDevice, session, invitation]) {
    await tx.update(table).set(none).where(eq(table.userId, userId));
  }
}
