import { TRPCError } from "@trpc/server";
import { ZodError } from "zod";
import { failureOf } from "@/server/doors/failure";
import type { Logger } from "@/server/logger";

/** Errors meant for the caller pass, in our words; any other becomes a reference, and its cause is logged. */
export function toTrpcError(error: TRPCError, path: string, log: Logger): TRPCError {
  const { cause, code } = error;
  if (code === "BAD_REQUEST" && cause instanceof ZodError) return new TRPCError({ code, message: wordsOf(cause) });
  if (code !== "INTERNAL_SERVER_ERROR") return error;
  return new TRPCError(failureOf(cause ?? error, path, log));
}

/** Each field with what it must be. */
function wordsOf({ issues }: ZodError): string {
  return issues.map(({ path, message }) => `${path.join(".") || "the request"}: ${message}`).join("; ");
}

/** What tRPC itself says of a request that reaches no procedure, in our words. */
export function wordsForRequest({ code, cause, message }: TRPCError): string {
  if (cause instanceof SyntaxError) return "The request is not JSON.";
  if (code === "NOT_FOUND" && /^No procedure/.test(message)) return "There is no such call.";
  if (code === "METHOD_NOT_SUPPORTED") return "This call takes another method.";
  if (code === "UNSUPPORTED_MEDIA_TYPE") return "The request must be JSON: send Content-Type: application/json.";
  return OF_REQUESTS.find(([theirs]) => theirs.test(message))?.[1] ?? message;
}

const NO_CALL = "The request is no call as the console makes it.";
/** By how tRPC's own sentences begin, which have the same codes as ours. */
const OF_REQUESTS: readonly (readonly [theirs: RegExp, ours: string])[] = [
  [/^(Batch call exceeds|Batching is not|Cannot batch)/, "There are too many calls in one request."],
  [
    /^(Invalid (connection|URL)|Malformed|Missing experimental|Method override|Not JSON|Only POST|Unsupported)/,
    NO_CALL,
  ],
  [/^(Streaming requests|"input" needs|Cannot (mix|use) )/, NO_CALL],
];
