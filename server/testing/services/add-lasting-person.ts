import { eq, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { user } from "@/db/schema";
import { createUser } from "@/server/services/people/create-user";
import { makeSecretBox } from "@/server/services/people/secret-box";
import { TEST_SECRETS } from "@/server/testing/secrets";

type Person = Parameters<typeof createUser>[1];

/** Somebody who came a day ago, and so can be one of two people; answers the id. */
export async function addLastingPerson(db: Database, person: Person, hoursAgo = 25): Promise<string> {
  const { userId } = await createUser(db, person, "cli:test", makeSecretBox(TEST_SECRETS.SEALING_KEY));
  const enrolledAt = sql`now() - make_interval(hours => ${hoursAgo})`;
  await db.update(user).set({ enrolledAt }).where(eq(user.id, userId));
  return userId;
}
