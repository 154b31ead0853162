import type { NoticeFacts } from "../domain/monitoring/notification";
import { visible } from "../domain/shown";
import type { PosixMs } from "../domain/units";
import { formatMinute } from "./format";
import { upperFirst } from "./sentence";

/** What happened, by its name; `of` is whose account it is, as in "your" or "Ann's". */
const HAPPENED: Readonly<Record<string, (of: string) => string>> = {
  "sign-in.new-device": (of) => `Sign-in to ${of} account on a new device`,
  "key.changed": (of) => `A key was enrolled to ${of} account`,
  "user.accept-link": (of) => `${of} account has a new way in, by a link`,
  "user.change-password": (of) => `${of} password was changed`,
  "user.change-second-factor": (of) => `${of} second factor was changed`,
  "user.change-notifications": (of) => `What ${of} account is told, or how, was changed`,
  "user.disable": (of) => `${of} account was disabled`,
  "user.enable": (of) => `${of} account was enabled again`,
  "user.end-sessions": (of) => `${of} sessions were ended`,
  "user.invite": (of) => `${of} account was invited`,
  "user.locked": (of) => `${of} account is locked after wrong passwords or codes`,
  "user.recovery-code": (of) => `A recovery code of ${of} account was used`,
  "user.renew-recovery-codes": (of) => `${of} account has new recovery codes`,
  "user.reset": (of) => `How ${of} account is signed in to was set anew`,
  "user.ask": (of) => `A change of ${of} account is asked for`,
  "user.unlock": (of) => `${of} account was unlocked`,
  "user.withdraw": (of) => `A change of ${of} account is no longer asked for`,
};

type Notice = { readonly what: string; readonly atMs: PosixMs; readonly notice: NoticeFacts };

/** A notice about an account, with all that its owner needs to tell whether it was they. */
export function sayNotice({ what, atMs, notice }: Notice): { readonly title: string; readonly text: string } {
  const { about, by, address, browser } = notice;
  const of = about === null ? "your" : `${visible(about, 100)}'s`;
  const happened = HAPPENED[what]?.(of) ?? `${of} account was changed (${visible(what, 60)})`;
  const facts = [
    `At ${formatMinute(atMs)}`,
    ...(by === null ? [] : [`by ${visible(by, 100)}`]),
    ...(address === null ? [] : [`from ${visible(address, 60)}`]),
    ...(browser === null ? [] : [`with ${visible(browser, 200)}`]),
  ];
  const advice =
    about === null
      ? "If this was not you and nobody told you of it, sign in, change your password, and tell an administrator."
      : "If nobody told you of it, ask them, and look at the audit log.";
  return { title: upperFirst(happened), text: `${facts.join(", ")}.\n${advice}` };
}
