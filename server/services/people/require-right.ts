import type { Transaction } from "@/db/client";
import { type Action, can, rolesThatCan } from "@/server/domain/people/roles";
import { ServiceError } from "../errors";
import { loadPerson, type PersonWithKey } from "./load-person";

type Deed = { readonly userId: string; readonly action: Action /** As in "releasing a day". */; readonly what: string };

/** Who wants to do it, as they are now: a session may be older than their role. Throws ServiceError `not-allowed`. */
export async function requireRight(tx: Transaction, { userId, action, what }: Deed): Promise<PersonWithKey> {
  const person = await loadPerson(tx, userId);
  if (person && can(person.role, action)) return person;
  const needed = rolesThatCan(action).join(" or ");
  throw new ServiceError("not-allowed", `you are ${person?.role ?? "disabled"}; ${what} requires ${needed}`);
}
