import type { Transaction } from "@/db/client";
import { type Actor, appendAudit } from "../../audit/append-audit";
import { noticePerson } from "../../outbox/notice-person";
import { readAdministrators } from "./administrators";

export type Change = {
  readonly actor: Actor;
  /** As in `user.disable`. */
  readonly action: `user.${string}`;
  readonly userId: string;
  readonly details?: Readonly<Record<string, string | number | boolean | null>>;
};

/**
 * Something about a person has changed: a row of the audit log and a notice, in the transaction that changes it. What
 * somebody else did to their account is told to every administrator as well, who can take it back.
 */
export async function recordChange(tx: Transaction, { actor, action, userId, details = {} }: Change): Promise<void> {
  await appendAudit(tx, { actor, action, subject: `user:${userId}`, details, atMs: Date.now() });
  await noticePerson(tx, userId, action, { actor });
  if (actor === `user:${userId}` || actor.startsWith("job:")) return;
  for (const administrator of await readAdministrators(tx)) {
    if (administrator !== userId) await noticePerson(tx, administrator, action, { actor, about: userId });
  }
}
