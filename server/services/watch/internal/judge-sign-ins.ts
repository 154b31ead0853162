import type { Finding } from "@/server/domain/monitoring/finding";
import type { FailedTries } from "../../people/count-failed-tries";

export const SIGN_IN_WINDOW_MS = 10 * 60_000;
/** Of everybody together: people who have forgotten their passwords come to a handful. */
const MOST_OF_ALL = 50;
/** Of one account: somebody who tries each time that the wait is over comes to ten. */
const MOST_OF_ONE = 20;

const NEXT =
  "The security log says from where (OPERATIONS.md, Logs). Accounts wait by themselves, and a right password on a known " +
  "device works meanwhile.";

/** Whether more sign-ins fail than people forget passwords. `tries`: of the last ten minutes, by account. */
export function judgeSignIns(tries: readonly FailedTries[]): Finding[] {
  const all = tries.reduce((sum, each) => sum + each.tries, 0);
  const finding = (subject: string, fact: string): Finding => {
    return { kind: "login-attack", subject, fact, next: NEXT, sinceMs: null };
  };
  const accounts = tries.flatMap(({ userId, name, tries: count }) =>
    name === null || count <= MOST_OF_ONE
      ? []
      : finding(userId, `${count} passwords or codes for ${name} failed in ten minutes.`),
  );
  if (all <= MOST_OF_ALL) return accounts;
  return [finding("all", `${all} passwords and codes failed in ten minutes, of all accounts together.`), ...accounts];
}
