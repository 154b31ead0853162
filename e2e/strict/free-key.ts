import { eq } from "drizzle-orm";
import { closeDatabase, connectDatabase, type Database } from "@/db/client";
import { user } from "@/db/schema";
import type { Admin } from "../admin/enter";
import type { Facts } from "../fixtures/facts";

type Person = typeof user.$inferSelect;

/** Takes a person's key away while `work` runs, as if it had never been enrolled; then it is as it was. */
export async function withFreeKey(facts: Facts, admin: Admin, work: () => Promise<void>): Promise<void> {
  await withPerson(facts, admin, async ({ id, approverKey, encryptedKey }, db) => {
    try {
      await db.update(user).set({ approverKey: null, encryptedKey: null }).where(eq(user.id, id));
      await work();
    } finally {
      await db.update(user).set({ approverKey, encryptedKey }).where(eq(user.id, id));
    }
  });
}

/** A person's sealed key, as the server has it. */
export function sealedKeyOf(facts: Facts, admin: Admin): Promise<string> {
  return withPerson(facts, admin, async ({ encryptedKey, name }) => {
    if (encryptedKey === null) throw new Error(`${name} has no key on the server`);
    return encryptedKey;
  });
}

async function withPerson<T>(
  facts: Facts,
  { email }: Admin,
  work: (person: Person, db: Database) => Promise<T>,
): Promise<T> {
  const db = await connectDatabase(facts.commandVariables.DATABASE_URL ?? "");
  try {
    const [person] = await db.select().from(user).where(eq(user.email, email));
    if (!person) throw new Error(`there is no ${email}`);
    return await work(person, db);
  } finally {
    await closeDatabase(db);
  }
}
