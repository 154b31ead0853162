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

/**
 * One line of the security log: a JSON object with `security: true` among the others, in which a line break or quote
 * that a stranger sent is escaped. The message is a constant, so nothing that was sent can pass for another line.
 */
export function noteSecurity(log: Logger, event: SecurityEvent): void {
  log.warn({ security: true, ...event }, "security");
}
