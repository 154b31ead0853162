import { eq, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { user } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import type { Actor } from "../audit/append-audit";
import { ServiceError } from "../errors";
import { endSessionsOf } from "./internal/end-sessions-of";
import { lockPerson } from "./internal/find-person";
import { recordChange } from "./internal/record-change";

/**
 * A disabled person may sign in again, and is one of two administrators again after a day. No old session comes back.
 * Throws ServiceError `not-found`, `wrong-state`.
 */
export async function enable(db: Database, email: string, actor: Actor): Promise<void> {
  await withTransaction(db, async (tx) => {
    const { id: userId, disabled, enrolledAt } = await lockPerson(tx, email);
    if (!disabled) throw new ServiceError("wrong-state", `${email} is not disabled`);
    const enabled = { disabled: false, enrolledAt: enrolledAt && sql`now()` };
    await tx.update(user).set(enabled).where(eq(user.id, userId));
    await endSessionsOf(tx, userId);
    await recordChange(tx, { actor, action: "user.enable", userId });
  });
}
