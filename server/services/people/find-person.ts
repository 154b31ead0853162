import { eq } from "drizzle-orm";
import type { Database } from "@/db/client";
import { user } from "@/db/schema";
import { ServiceError } from "../errors";
import { normaliseEmail } from "./create-user";

/** The id of the person who signs in with this address, for commands that act in their name. Throws ServiceError. */
export async function findPerson(db: Database, email: string): Promise<string> {
  const [row] = await db
    .select({ id: user.id })
    .from(user)
    .where(eq(user.email, normaliseEmail(email)));
  if (row) return row.id;
  throw new ServiceError("not-found", `nobody in this installation signs in as ${email}`);
}
