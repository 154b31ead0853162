import type { Database } from "@/db/client";
import type { Role } from "@/server/domain/people/roles";
import { createUser } from "@/server/services/people/create-user";
import { makeSecretBox } from "@/server/services/people/secret-box";
import { TEST_SECRETS } from "@/server/testing/secrets";

/** A new person of the console, by name and role; answers the id. */
export async function addPerson(db: Database, name: string, role: Role): Promise<string> {
  const email = `${name.toLowerCase()}-${crypto.randomUUID()}@example.org`;
  const person = { email, name, role, password: "a long password" };
  return (await createUser(db, person, "cli:test", makeSecretBox(TEST_SECRETS.SEALING_KEY))).userId;
}
