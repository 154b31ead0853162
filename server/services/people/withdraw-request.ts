import { eq } from "drizzle-orm";
import type { Database } from "@/db/client";
import { personRequest } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import type { Actor } from "../audit/append-audit";
import { ServiceError } from "../errors";
import { lockPerson } from "./internal/find-person";
import { endLinks } from "./internal/link";
import { recordChange } from "./internal/record-change";

/** Takes back what was asked for about a person, and a link that was not used. Throws ServiceError `not-found`. */
export async function withdrawRequest(db: Database, email: string, actor: Actor): Promise<void> {
  await withTransaction(db, async (tx) => {
    const { id: userId } = await lockPerson(tx, email);
    const asked = await tx
      .delete(personRequest)
      .where(eq(personRequest.userId, userId))
      .returning({ what: personRequest.what });
    const links = await endLinks(tx, userId);
    if (asked.length + links === 0) throw new ServiceError("not-found", `nothing is asked for about ${email}`);
    const details = { what: asked[0]?.what ?? null, links };
    await recordChange(tx, { actor, action: "user.withdraw", userId, details });
  });
}
