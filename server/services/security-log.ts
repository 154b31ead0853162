import { countLines } from "@/server/count-lines";
import { networksOf } from "@/server/doors/networks";
import type { Logger } from "@/server/logger";

/** What the security log tells of. One name for one thing, so that a monitor can count and alert by it. */
export type SecurityEventName =
  | "sign-in.password"
  | "sign-in.complete"
  | "sign-in.failed"
  | "sign-in.waiting"
  | "step-up.complete"
  | "step-up.failed"
  | "sign-out"
  | "session.ended"
  | "call.refused"
  | "call.limited"
  | "job-secret.wrong"
  | "person.changed"
  | "person.refused"
  | "signer.signed"
  | "signer.refused"
  | "signer.secret-wrong"
  | "signer.limited"
  | "key.changed";

export type SecurityEvent = {
  readonly event: SecurityEventName;
  /** The person's id, if it is known. */
  readonly person?: string;
  /** Where the request came from: `callerOf` in server/doors. Absent for a command. */
  readonly address?: string;
  readonly browser?: string | null;
  /** Anything else, without secrets. What a stranger typed is here or in a field above, never in the message. */
  readonly details?: Readonly<Record<string, unknown>>;
};

/**
 * Lines a minute of one name, in the name of strangers: a flood must not fill a disk. From one network, so that who
 * floods keeps out only what is theirs; and from all together.
 */
export const MOST_OF_NETWORK = 60;
export const MOST_OF_STRANGERS = 3_000;

/** What a stranger brings about who knows a person's e-mail. All else with a person is what that person did. */
const TRIED: readonly SecurityEventName[] = ["sign-in.failed", "sign-in.waiting"];

const take = countLines({ most: MOST_OF_STRANGERS, ofOne: MOST_OF_NETWORK });

/**
 * Which lines are counted together; null for those of a person who is signed in: whoever that is, is limited at the
 * door, and no flood of others may hide it. Tries for known accounts are not hidden by tries for unknown ones.
 */
function countedAs({ event, person }: SecurityEvent): string | null {
  if (person === undefined) return event;
  return TRIED.includes(event) ? `${event} of a person` : null;
}

/** As `countLines` answers. */
function takeLine(told: SecurityEvent): number | null {
  const kind = countedAs(told);
  return kind === null ? 0 : take(kind, networksOf(told.address ?? "").own);
}

/**
 * One line of the security log: a JSON object with `security: true` among the others, in which a line break or quote
 * that a stranger sent is escaped. The message is a constant, so nothing that was sent can pass for another line. What
 * is above the limits is only counted: `leftOut` of the next such line says how many. LOG_LEVEL has no say in it.
 */
export function noteSecurity(log: Logger, event: SecurityEvent): void {
  const leftOut = takeLine(event);
  if (leftOut === null) return;
  const line = { security: true, ...event, ...(leftOut > 0 ? { leftOut } : {}) };
  log.child({}, { level: "warn" }).warn(line, "security");
}
