import { randomUUID } from "node:crypto";
import { TRPCError } from "@trpc/server";
import type { Logger } from "@/server/logger";
import { ServiceError, type ServiceErrorCode } from "@/server/services/errors";

type Code = TRPCError["code"];

/** One code for each ServiceErrorCode. A new one does not compile until it is listed here. */
const CODES: Record<ServiceErrorCode, Code> = {
  "bad-input": "BAD_REQUEST",
  "not-found": "NOT_FOUND",
  "not-allowed": "FORBIDDEN",
  conflict: "CONFLICT",
  "wrong-state": "PRECONDITION_FAILED",
  unavailable: "SERVICE_UNAVAILABLE",
  "too-many": "TOO_MANY_REQUESTS",
};

/** Errors meant for the caller pass; any other becomes a reference number, and its cause is logged. */
export function toTrpcError(error: TRPCError, path: string, log: Logger): TRPCError {
  const { cause } = error;
  if (cause instanceof ServiceError) return new TRPCError({ code: CODES[cause.code], message: cause.message });
  if (error.code !== "INTERNAL_SERVER_ERROR") return error;
  const reference = randomUUID();
  log.error({ err: cause ?? error, path, reference }, "a call failed unexpectedly");
  return new TRPCError({
    code: "INTERNAL_SERVER_ERROR",
    message: `Something went wrong on our side. If it happens again, tell us this number: ${reference}`,
  });
}
