import { errorCode } from "@/db/errors";

/**
 * Why something failed, for people and for the record. A statement is told by the database's reason alone: its text and
 * its parameters may be megabytes.
 */
export function failureInWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause, message } = error;
  if (!message.startsWith("Failed query") || !(cause instanceof Error)) return message;
  const isGone = /^(CONNECTION_|57P0)/.test(errorCode(error) ?? "");
  return isGone
    ? "the database ended a session; what was asked in it is asked again"
    : `the database: ${cause.message}`;
}
