import { eq } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { user } from "@/db/schema";
import { shown } from "@/server/domain/shown";
import { ServiceError } from "../../errors";
import { normaliseEmail } from "./identity";

export type PersonRow = typeof user.$inferSelect;

/** The person with this address, locked until the transaction ends. Throws ServiceError `not-found`. */
export async function lockPerson(tx: Transaction, email: string): Promise<PersonRow> {
  const [row] = await tx
    .select()
    .from(user)
    .where(eq(user.email, normaliseEmail(email)))
    .for("update");
  if (!row)
    throw new ServiceError("not-found", `nobody has the e-mail ${shown(email)}; npm run people -- list names all`);
  return row;
}
