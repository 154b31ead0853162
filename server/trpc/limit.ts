import { TRPCError } from "@trpc/server";
import type { Caller } from "@/server/doors/caller";
import { RETRY_AFTER } from "@/server/doors/failure";
import { sayTooMany, takeForAccount, takeForHandle } from "@/server/doors/limited";
import type { LimitName } from "@/server/doors/limits";
import type { Logger } from "@/server/logger";
import { noteSecurity } from "@/server/services/security-log";

class Wait extends Error {
  constructor(readonly seconds: number) {
    super();
  }
}

type Limited = { readonly log: Logger; readonly person: string; readonly caller: Caller };

/**
 * Counts a call of somebody who is signed in. Throws TRPCError `TOO_MANY_REQUESTS` where there were too many, and says
 * so in the security log.
 */
export async function limitPerson(name: LimitName, { log, person, caller }: Limited): Promise<void> {
  const seconds = await takeForAccount(name, person, caller);
  if (seconds === 0) return;
  noteSecurity(log, { event: "call.limited", person, ...caller, details: { door: name, seconds } });
  throw tooMany(seconds);
}

/** Counts having a handle looked up. Throws TRPCError `TOO_MANY_REQUESTS` where there were too many. */
export async function limitHandles(caller: Pick<Caller, "address">): Promise<void> {
  const seconds = await takeForHandle(caller);
  if (seconds > 0) throw tooMany(seconds);
}

const tooMany = (seconds: number) =>
  new TRPCError({ code: "TOO_MANY_REQUESTS", message: sayTooMany(seconds), cause: new Wait(seconds) });

/** Retry-After, where one of a request's calls has to wait, or the database is away. */
export function retryAfter(errors: readonly TRPCError[]): Record<string, string> {
  const waits = errors.flatMap(({ cause }) => (cause instanceof Wait ? [cause.seconds] : []));
  if (waits.length === 0) return errors.some(({ code }) => code === "SERVICE_UNAVAILABLE") ? RETRY_AFTER : {};
  return { "retry-after": String(Math.max(...waits)) };
}
