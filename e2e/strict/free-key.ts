import { eq } from "drizzle-orm";
import { closeDatabase, connectDatabase } from "@/db/client";
import { user } from "@/db/schema";
import type { Admin } from "../admin/enter";
import type { Facts } from "../fixtures/facts";

/** Takes a person's key away while `work` runs, as if it had never been enrolled; then it is as it was. */
export async function withFreeKey(facts: Facts, { email }: Admin, work: () => Promise<void>): Promise<void> {
  const db = await connectDatabase(facts.commandVariables.DATABASE_URL ?? "");
  const [person] = await db.select().from(user).where(eq(user.email, email));
  if (!person) throw new Error(`there is no ${email}`);
  const { approverKey, encryptedKey } = person;
  try {
    await db.update(user).set({ approverKey: null, encryptedKey: null }).where(eq(user.id, person.id));
    await work();
  } finally {
    await db.update(user).set({ approverKey, encryptedKey }).where(eq(user.id, person.id));
    await closeDatabase(db);
  }
}
