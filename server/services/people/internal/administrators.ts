import { and, asc, eq, isNotNull, sql } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { totpSecret, user } from "@/db/schema";
import { ServiceError } from "../../errors";
import type { PersonRow } from "./find-person";

/** The administrators who can sign in, always in the same order. */
export async function readAdministrators(tx: Transaction): Promise<readonly string[]> {
  return (await administrators(tx)).map(({ id }) => id);
}

/**
 * The same, locked until the transaction ends: of two commands that would each leave the other's administrator, the
 * second sees what the first has done.
 */
export async function lockAdministrators(tx: Transaction): Promise<readonly string[]> {
  return (await administrators(tx).for("update")).map(({ id }) => id);
}

function administrators(tx: Transaction) {
  const hasFactor = sql`exists (select from ${totpSecret} where ${totpSecret.userId} = ${user.id})`;
  return tx
    .select({ id: user.id })
    .from(user)
    .where(and(eq(user.role, "admin"), eq(user.disabled, false), isNotNull(user.passwordHash), hasFactor))
    .orderBy(asc(user.id));
}

/** Whether anybody has ever become an administrator. From then on there is always one: see requireAnother. */
export async function isSetUp(db: Database | Transaction): Promise<boolean> {
  return (await db.$count(user, and(eq(user.role, "admin"), isNotNull(user.enrolledAt)))) > 0;
}

/** Throws ServiceError `wrong-state` if nobody but this person could administrate, now or once they have their link. */
export function requireAnother(administrators: readonly string[], person: PersonRow): void {
  const { id: userId, role, enrolledAt } = person;
  if (role !== "admin" || enrolledAt === null || administrators.some((id) => id !== userId)) return;
  const text = "there is no other administrator who can sign in: invite another one first, and let them accept";
  throw new ServiceError("wrong-state", text);
}
