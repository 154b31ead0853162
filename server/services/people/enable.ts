import { eq } from "drizzle-orm";
import type { Database } from "@/db/client";
import { user } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import type { Actor } from "../audit/append-audit";
import { ServiceError } from "../errors";
import { endSessionsOf } from "./internal/end-sessions-of";
import { lockPerson } from "./internal/find-person";
import { recordChange } from "./internal/record-change";

/** A disabled person may sign in again. No old session comes back. Throws ServiceError `not-found`, `wrong-state`. */
export async function enable(db: Database, email: string, actor: Actor): Promise<void> {
  await withTransaction(db, async (tx) => {
    const { id: userId, disabled } = await lockPerson(tx, email);
    if (!disabled) throw new ServiceError("wrong-state", `${email} is not disabled`);
    await tx.update(user).set({ disabled: false }).where(eq(user.id, userId));
    await endSessionsOf(tx, userId);
    await recordChange(tx, { actor, action: "user.enable", userId });
  });
}
