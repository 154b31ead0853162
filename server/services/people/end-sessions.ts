import type { Database } from "@/db/client";
import { withTransaction } from "@/db/transaction";
import type { Actor } from "../audit/append-audit";
import { endSessionsOf } from "./internal/end-sessions-of";
import { lockPerson } from "./internal/find-person";
import { recordChange } from "./internal/record-change";

/** Signs a person out everywhere. Throws ServiceError `not-found`. */
export async function endSessions(db: Database, email: string, actor: Actor): Promise<{ readonly sessions: number }> {
  return withTransaction(db, async (tx) => {
    const { id: userId } = await lockPerson(tx, email);
    const sessions = await endSessionsOf(tx, userId);
    await recordChange(tx, { actor, action: "user.end-sessions", userId, details: { sessions } });
    return { sessions };
  });
}
