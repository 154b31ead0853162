import { type Action, can, type Role, rolesThatCan } from "./roles";

export type Person = { readonly id: string; readonly name: string; readonly role: Role };

export type TwoPeopleResult =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly code: "same-person" | "first-may-not" | "second-may-not";
      readonly text: string;
    };

/** Whether two people may do something together. They must differ, and both must have the right. */
export function requireTwoPeople(action: Action, first: Person, second: Person): TwoPeopleResult {
  const needed = rolesThatCan(action).join(" or ");
  const mayNot = (person: Person) => `${person.name} is ${person.role}; this requires ${needed}.`;
  if (!can(first.role, action)) return { ok: false, code: "first-may-not", text: mayNot(first) };
  if (first.id === second.id) {
    const text = `${first.name} has already agreed. A second person must confirm.`;
    return { ok: false, code: "same-person", text };
  }
  if (!can(second.role, action)) return { ok: false, code: "second-may-not", text: mayNot(second) };
  return { ok: true };
}
