import { eq } from "drizzle-orm";
import type { Database } from "@/db/client";
import { personRequest, user } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import type { Actor } from "../audit/append-audit";
import { ServiceError } from "../errors";
import { lockAdministrators, requireAnother } from "./internal/administrators";
import { endSessionsOf } from "./internal/end-sessions-of";
import { lockPerson } from "./internal/find-person";
import { endLinks } from "./internal/link";
import { recordChange } from "./internal/record-change";

/**
 * Nothing of this person counts any more: sessions and links end, and so does whatever was asked for about them.
 * Throws ServiceError: `not-found`, or `wrong-state` if they are disabled already or are the last administrator.
 */
export async function disable(db: Database, email: string, actor: Actor): Promise<{ readonly sessions: number }> {
  return withTransaction(db, async (tx) => {
    const administrators = await lockAdministrators(tx);
    const person = await lockPerson(tx, email);
    const userId = person.id;
    if (person.disabled) throw new ServiceError("wrong-state", `${email} is disabled already`);
    requireAnother(administrators, person);
    await tx.update(user).set({ disabled: true }).where(eq(user.id, userId));
    await endLinks(tx, userId);
    await tx.delete(personRequest).where(eq(personRequest.userId, userId));
    const sessions = await endSessionsOf(tx, userId);
    await recordChange(tx, { actor, action: "user.disable", userId, details: { sessions } });
    return { sessions };
  });
}
