import { TRPCError } from "@trpc/server";
import { getHTTPStatusCodeFromError } from "@trpc/server/http";
import { errorCode, isDatabaseAway } from "@/db/errors";
import type { Logger } from "@/server/logger";
import { ServiceError, type ServiceErrorCode } from "@/server/services/errors";
import { currentReference } from "@/server/telemetry/correlation";

/** What a caller is told of an error: a code of tRPC's, and our own words. Nothing of the cause. */
export type Failure = {
  readonly code:
    | "BAD_REQUEST"
    | "NOT_FOUND"
    | "FORBIDDEN"
    | "CONFLICT"
    | "PRECONDITION_FAILED"
    | "SERVICE_UNAVAILABLE"
    | "TOO_MANY_REQUESTS"
    | "INTERNAL_SERVER_ERROR";
  readonly message: string;
};

/** After 503, in seconds: a database that was restarted is back by then. */
export const RETRY_AFTER = { "retry-after": "30" } as const;

/** One code for each ServiceErrorCode. A new one does not compile until it is listed here. */
const CODES: Record<ServiceErrorCode, Failure["code"]> = {
  "bad-input": "BAD_REQUEST",
  "not-found": "NOT_FOUND",
  "not-allowed": "FORBIDDEN",
  conflict: "CONFLICT",
  "wrong-state": "PRECONDITION_FAILED",
  unavailable: "SERVICE_UNAVAILABLE",
  "too-many": "TOO_MANY_REQUESTS",
};

/** The HTTP status of a failure. */
export function statusOf(failure: Failure): number {
  return getHTTPStatusCodeFromError(new TRPCError(failure));
}

/** PostgreSQL's codes for text that it cannot store. The doors look for it first (plain-text.ts). */
const NO_TEXT = ["22021", "22P05"];

/**
 * The one boundary of all doors: what was thrown becomes what may be told. Errors meant for the caller pass; any other
 * becomes a reference, under which the log has the cause: the id of the request, by which all its lines are found.
 */
export function failureOf(error: unknown, door: string, log: Logger): Failure {
  if (error instanceof ServiceError) return { code: CODES[error.code], message: error.message };
  if (NO_TEXT.includes(errorCode(error) ?? ""))
    return { code: "BAD_REQUEST", message: "A text has characters that cannot be stored. Remove them." };
  const reference = currentReference();
  if (isDatabaseAway(error)) {
    log.error({ err: error, door, reference }, "the database is away");
    return {
      code: "SERVICE_UNAVAILABLE",
      message: `The service cannot reach its database just now. Try again in a minute. Reference: ${reference}`,
    };
  }
  log.error({ err: error, door, reference }, "a call failed unexpectedly");
  return {
    code: "INTERNAL_SERVER_ERROR",
    message: `Something went wrong on our side. If it happens again, tell us this reference: ${reference}`,
  };
}
