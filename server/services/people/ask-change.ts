import type { Database, Transaction } from "@/db/client";
import { withTransaction } from "@/db/transaction";
import { ROLES } from "@/server/domain/people/roles";
import type { Actor } from "../audit/append-audit";
import { ServiceError } from "../errors";
import { lockAdministrators, requireAnother } from "./internal/administrators";
import { applyWish } from "./internal/apply-wish";
import { lockPerson, type PersonRow } from "./internal/find-person";
import type { Link } from "./internal/link";
import { recordChange } from "./internal/record-change";
import { type Asker, agree, type Wish } from "./internal/requests";
import { requireRight } from "./require-right";

export type { Asker, Wish } from "./internal/requests";

export type AskedChange = { readonly email: string; readonly wish: Wish; readonly asker: Asker; readonly actor: Actor };

/** `asked`: a second one has to ask for the same. `link`: by which the person sets the credential anew. */
export type ChangeAnswer =
  | { readonly kind: "asked" }
  | { readonly kind: "done"; readonly link: Link | null; readonly sessions: number };

/**
 * Sets a credential anew, or gives another role, once two have asked for the same; a lower role needs one. Nobody asks
 * for themselves. Throws ServiceError: `not-found`, `not-allowed`, `conflict`, `wrong-state`.
 */
export async function askChange(db: Database, { email, wish, asker, actor }: AskedChange): Promise<ChangeAnswer> {
  return withTransaction(db, async (tx) => {
    const administrators = await lockAdministrators(tx);
    const person = await lockPerson(tx, email);
    if (person.disabled) throw new ServiceError("wrong-state", `${person.email} is disabled: enable them first`);
    await requireAsker(tx, { asker, person, administrators });
    if (wish.role === person.role) throw new ServiceError("wrong-state", `${person.email} is ${wish.role} already`);
    const lowers = wish.role !== null && ROLES.indexOf(wish.role) < ROLES.indexOf(person.role);
    if (lowers) requireAnother(administrators, person.id);
    const details = { what: wish.what, role: wish.role };
    if (!lowers && !(await agree(tx, person.id, wish, asker))) {
      await recordChange(tx, { actor, action: "user.ask", userId: person.id, details });
      return { kind: "asked" };
    }
    const done = await applyWish(tx, person.id, wish);
    await recordChange(tx, { actor, action: "user.reset", userId: person.id, details });
    return { kind: "done", ...done };
  });
}

type Asking = {
  readonly asker: Asker;
  readonly person: PersonRow;
  readonly administrators: readonly string[];
};

async function requireAsker(tx: Transaction, { asker, person, administrators }: Asking): Promise<void> {
  if (asker === "owner") {
    const others = administrators.filter((id) => id !== person.id);
    if (others.length < 2) return;
    throw new ServiceError("not-allowed", `${others.length} administrators can sign in: two of them do this`);
  }
  await requireRight(tx, { userId: asker.userId, action: "user.manage", what: "changing how people sign in" });
  if (asker.userId === person.id) throw new ServiceError("not-allowed", "nobody does this for themselves");
}
