import { TRPCError } from "@trpc/server";
import { RETRY_AFTER } from "@/server/doors/failure";
import { sayTooMany } from "@/server/doors/limited";

class Wait extends Error {
  constructor(readonly seconds: number) {
    super();
  }
}

/** Throws TRPCError `TOO_MANY_REQUESTS` if there are seconds to wait. */
export function refuseIf(seconds: number): void {
  if (seconds === 0) return;
  throw new TRPCError({ code: "TOO_MANY_REQUESTS", message: sayTooMany(seconds), cause: new Wait(seconds) });
}

/** Retry-After, where one of a request's calls has to wait, or the database is away. */
export function retryAfter(errors: readonly TRPCError[]): Record<string, string> {
  const waits = errors.flatMap(({ cause }) => (cause instanceof Wait ? [cause.seconds] : []));
  if (waits.length === 0) return errors.some(({ code }) => code === "SERVICE_UNAVAILABLE") ? RETRY_AFTER : {};
  return { "retry-after": String(Math.max(...waits)) };
}
