import type { Transaction } from "@/db/client";
import { queueEvent } from "./queue-event";

/** What happened to an account that a person should hear of, because it may not have been its owner. */
export type NoticeName =
  | "sign-in.new-device"
  | "key.changed"
  /** A change of the account itself, by the name of its row in the audit log: `user.disable`, `user.locked` ... */
  | `user.${string}`;

/** Who did it and from where, as far as it is known: an audit actor, and the caller of server/doors. */
export type NoticeSource = {
  readonly actor?: string;
  /** Whose account it is, where an administrator is told of another's. */
  readonly about?: string;
  readonly address?: string;
  readonly browser?: string | null;
};

/** Queues a notice to a person, in the transaction that makes it true. It holds no secret. */
export async function noticePerson(
  tx: Transaction,
  userId: string,
  what: NoticeName,
  source: NoticeSource = {},
): Promise<void> {
  await queueEvent(tx, "person.notice", { person: userId, what, ...source });
}
