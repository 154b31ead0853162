import type { Credential } from "./credentials";
import { isOneOfTwo, ROLES, type Role } from "./roles";

/** What is asked for about a person: to set what they sign in with anew, another role, or to invite them. */
export type Wish =
  | { readonly what: Credential | "both"; readonly role: null }
  | { readonly what: "role" | "invitation"; readonly role: Role };

/**
 * Whether one alone, at once, must not have it: it gives somebody another's account, or makes somebody one of the two
 * people that something takes.
 */
export function takesTwo(wish: Wish, person: { readonly role: Role }): boolean {
  if (wish.role === null) return true;
  return isOneOfTwo(wish.role) && (wish.what === "invitation" || isHigher(wish.role, person.role));
}

export function isHigher(role: Role, than: Role): boolean {
  return ROLES.indexOf(role) > ROLES.indexOf(than);
}
