import { inArray } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { user } from "@/db/schema";
import type { NoticeFacts } from "@/server/domain/monitoring/notification";
import type { NotificationEventOf } from "@/server/domain/monitoring/notification-events";
import { personOf } from "@/server/domain/people/actor";

/** Whose account it is and who did something to it, by name, also where these are disabled. */
export async function readNotice(
  tx: Transaction,
  { payload }: NotificationEventOf<"person.notice">,
): Promise<NoticeFacts> {
  const { person, about, actor, address, browser } = payload;
  const userId = personOf(actor);
  const wanted = [about ?? null, userId].filter((id) => id !== null);
  const rows =
    wanted.length === 0
      ? []
      : await tx.select({ id: user.id, name: user.name }).from(user).where(inArray(user.id, wanted));
  const nameOf = (id: string) => rows.find((row) => row.id === id)?.name ?? "somebody whose account is gone";
  const by = userId === null ? sayOther(actor) : userId === person ? "you" : nameOf(userId);
  return {
    about: about === undefined ? null : nameOf(about),
    by,
    address: address ?? null,
    browser: browser ?? null,
  };
}

/** What our own jobs do follows from what happened, which is said already. */
function sayOther(actor: string | undefined): string | null {
  const [, owner] = /^cli:(.*)$/.exec(actor ?? "") ?? [];
  return owner === undefined ? null : `a command on the server (${owner})`;
}
