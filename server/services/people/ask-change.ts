import type { Database, Transaction } from "@/db/client";
import { withTransaction } from "@/db/transaction";
import { isHigher, takesTwo, type Wish } from "@/server/domain/people/wish";
import type { Actor } from "../audit/append-audit";
import { ServiceError } from "../errors";
import { lockAdministrators, requireAnother } from "./internal/administrators";
import { lockPerson, type PersonRow } from "./internal/find-person";
import type { Asker } from "./internal/requests";
import { type ChangeAnswer, settleWish } from "./internal/settle-wish";
import { requireRight } from "./require-right";

export type { Wish } from "@/server/domain/people/wish";
export type { Asker } from "./internal/requests";
export type { ChangeAnswer } from "./internal/settle-wish";

export type AskedChange = {
  readonly email: string;
  readonly wish: Exclude<Wish, { what: "invitation" }>;
  readonly asker: Asker;
  readonly actor: Actor;
};

/**
 * Sets what a person signs in with anew, or gives another role. What gives somebody another's account, or makes one of
 * two people, waits until it is agreed to (internal/requests.ts). Nobody asks for themselves. Throws ServiceError:
 * `not-found`, `not-allowed`, `wrong-state`, `conflict` if it was asked for and is not agreed to.
 */
export async function askChange(db: Database, { email, wish, asker, actor }: AskedChange): Promise<ChangeAnswer> {
  return withTransaction(db, async (tx) => {
    const administrators = await lockAdministrators(tx);
    const person = await lockPerson(tx, email);
    if (person.disabled) throw new ServiceError("wrong-state", `${person.email} is disabled: enable them first`);
    if (person.enrolledAt === null && wish.role === null) {
      throw new ServiceError("wrong-state", `${person.email} has not accepted yet: invite them again`);
    }
    await requireAsker(tx, asker, person);
    if (wish.role === person.role) throw new ServiceError("wrong-state", `${person.email} is ${wish.role} already`);
    if (wish.role !== null && !isHigher(wish.role, person.role)) requireAnother(administrators, person);
    const details = { what: wish.what, role: wish.role };
    return settleWish(tx, { person, wish, asker: takesTwo(wish, person) ? asker : null, actor, details });
  });
}

/** Throws ServiceError `not-allowed`. */
async function requireAsker(tx: Transaction, asker: Asker, person: PersonRow): Promise<void> {
  if (asker === "owner") return;
  await requireRight(tx, { userId: asker.userId, action: "user.manage", what: "changing how people sign in" });
  if (asker.userId === person.id) throw new ServiceError("not-allowed", "nobody does this for themselves");
}
