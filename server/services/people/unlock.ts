import type { Database } from "@/db/client";
import { withTransaction } from "@/db/transaction";
import type { Actor } from "../audit/append-audit";
import { lockPerson } from "./internal/find-person";
import { recordChange } from "./internal/record-change";
import { forgetFailures } from "./internal/sign-in-tries";

/** Wrong passwords and codes so far do not count any more. Throws ServiceError `not-found`. */
export async function unlock(db: Database, email: string, actor: Actor): Promise<{ readonly failures: number }> {
  return withTransaction(db, async (tx) => {
    const { id: userId, failedLogins: failures } = await lockPerson(tx, email);
    await forgetFailures(tx, userId);
    await recordChange(tx, { actor, action: "user.unlock", userId, details: { failures } });
    return { failures };
  });
}
