import type { NoticeFacts, Notification, Tidings } from "./notification";
import type { NotificationEventOf } from "./notification-events";

const HOUR_MS = 3_600_000;

/**
 * What happened to an account is told however long ago it was, with its time. A stranger can have an account locked
 * again and again: that is told once an hour.
 */
export function notificationsOfNotice(
  { id, atMs, payload }: NotificationEventOf<"person.notice">,
  notice: NoticeFacts,
): Tidings {
  const { person, what } = payload;
  const which = what === "user.locked" ? `${payload.about ?? ""}:${Math.floor(atMs / HOUR_MS)}` : `${id}`;
  const told: Notification = {
    key: `account:${what}:${which}`,
    concern: "account",
    to: { kind: "people", ids: [person] },
    what: { kind: "account", what, atMs, notice },
  };
  return { told: [told], over: [] };
}
