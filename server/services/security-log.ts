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

/** So many lines a minute for each name: a flood of refusals must not fill a disk. */
export const MOST_A_MINUTE = 300;

type Minute = { readonly minute: number; lines: number; leftOut: number };
const minutes = new Map<SecurityEventName, Minute>();

/** Counts a line. Returns null if it is one too many, else how many were left out since the last one. */
function takeLine(event: SecurityEventName): number | null {
  const minute = Math.floor(Date.now() / 60_000);
  const before = minutes.get(event);
  const now = before?.minute === minute ? before : { minute, lines: 0, leftOut: before?.leftOut ?? 0 };
  minutes.set(event, now);
  if (now.lines === MOST_A_MINUTE) {
    now.leftOut += 1;
    return null;
  }
  const { leftOut } = now;
  now.lines += 1;
  now.leftOut = 0;
  return leftOut;
}

/**
 * One line of the security log: a JSON object with `security: true` among the others, in which a line break or quote
 * that a stranger sent is escaped. The message is a constant, so nothing that was sent can pass for another line. Above
 * MOST_A_MINUTE lines of a name they are only counted: `leftOut` of the next line of that name says how many.
 */
export function noteSecurity(log: Logger, event: SecurityEvent): void {
  const leftOut = takeLine(event.event);
  if (leftOut === null) return;
  log.warn({ security: true, ...event, ...(leftOut > 0 ? { leftOut } : {}) }, "security");
}
