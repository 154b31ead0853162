import { and, eq } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { personRequest, user } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import type { Actor } from "../audit/append-audit";
import { ServiceError } from "../errors";
import { lockPerson } from "./internal/find-person";
import { normaliseEmail } from "./internal/identity";
import { endLinks } from "./internal/link";
import { recordChange } from "./internal/record-change";
import type { Asker } from "./internal/requests";
import { requireRight } from "./require-right";

export type Withdrawal = { readonly email: string; readonly asker: Asker; readonly actor: Actor };

/**
 * Takes back what was asked for about a person, and a link that was not used. One is enough: an administrator, or the
 * person. Throws ServiceError: `not-found` if there is nothing, `not-allowed`.
 */
export async function withdrawRequest(db: Database, { email, asker, actor }: Withdrawal): Promise<void> {
  await withTransaction(db, async (tx) => {
    if (asker !== "owner") await requireMayWithdraw(tx, asker.userId, email);
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

/** Asked before anybody is looked for: the answer does not tell others who has an account. */
async function requireMayWithdraw(tx: Transaction, userId: string, email: string): Promise<void> {
  const self = and(eq(user.id, userId), eq(user.email, normaliseEmail(email)));
  if ((await tx.$count(user, self)) > 0) return;
  await requireRight(tx, { userId, action: "user.manage", what: "taking this back" });
}
