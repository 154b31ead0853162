import { and, asc, eq, isNotNull, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { totpSecret, user } from "@/db/schema";
import { ServiceError } from "../../errors";

/**
 * The administrators who can sign in, locked until the transaction ends, always in the same order: of two commands that
 * would each leave the other's administrator, the second sees what the first has done.
 */
export async function lockAdministrators(tx: Transaction): Promise<readonly string[]> {
  const hasFactor = sql`exists (select from ${totpSecret} where ${totpSecret.userId} = ${user.id})`;
  const rows = await tx
    .select({ id: user.id })
    .from(user)
    .where(and(eq(user.role, "admin"), eq(user.disabled, false), isNotNull(user.passwordHash), hasFactor))
    .orderBy(asc(user.id))
    .for("update");
  return rows.map(({ id }) => id);
}

/** Throws ServiceError `wrong-state` if nobody but this person could administrate. */
export function requireAnother(administrators: readonly string[], userId: string): void {
  if (!administrators.includes(userId) || administrators.length > 1) return;
  const text = "this is the only administrator who can sign in: invite another one first, and let them accept";
  throw new ServiceError("wrong-state", text);
}
