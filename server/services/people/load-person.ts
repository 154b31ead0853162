import { eq } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { user } from "@/db/schema";
import type { Person } from "@/server/domain/people/two-people";
import type { Hex } from "@/server/domain/units";

/** A person who may act, with their enrolled approver key, if any. */
export type PersonWithKey = Person & {
  readonly approverKey: Hex | null;
  readonly encryptedKey: string | null;
};

/** Null if there is no such person, or they are disabled. */
export async function loadPerson(db: Database | Transaction, userId: string): Promise<PersonWithKey | null> {
  const [row] = await db.select().from(user).where(eq(user.id, userId));
  if (!row || row.disabled) return null;
  const { id, name, role, approverKey, encryptedKey } = row;
  return { id, name, role, approverKey, encryptedKey };
}
