import type { ListedPerson } from "@/server/services/people/list-people";
import { sayWish } from "@/server/words/wish";
import { needEnv } from "../need-env";

type Link = { readonly token: string; readonly expiresMs: number };

const STATES = {
  invited: "invited, and has not accepted",
  active: "active",
  "being-reset": "cannot sign in until the link is used",
  disabled: "disabled",
} as const;

/** One line on stderr for a person. */
export function printPerson(person: ListedPerson): void {
  const { name, email, role, state, sessions, lockedUntilMs, linkExpiresMs, asked, recoveryCodes } = person;
  const facts = [
    STATES[state],
    sessions > 0 ? `${sessions} sessions` : "",
    state === "active" ? `${recoveryCodes} recovery codes` : "",
    lockedUntilMs === null ? "" : `waits after wrong tries until ${inWords(lockedUntilMs)}`,
    linkExpiresMs === null ? "" : `link good until ${inWords(linkExpiresMs)}`,
    asked === null ? "" : `${sayWish(asked)} is asked for, and waits for another administrator`,
  ];
  console.error(`${name} <${email}>, ${role}: ${facts.filter((fact) => fact !== "").join("; ")}`);
}

/**
 * The link for a person, on stderr and as result. The token stands behind the #, which browsers send to nobody: no log
 * and no other site sees it.
 */
export function showLink(address: string, { token, expiresMs }: Link) {
  const link = `${address}/admin/invitation#${token}`;
  const expires = inWords(expiresMs);
  console.error(`Give this link to the person, and to nobody else. It is good once, until ${expires}:\n${link}`);
  return { link, expires };
}

/** NEXTAUTH_URL, before anything is done that would need it. */
export function publicAddress(): string {
  return needEnv("NEXTAUTH_URL").NEXTAUTH_URL;
}

export function inWords(ms: number): string {
  return new Date(ms).toISOString();
}
