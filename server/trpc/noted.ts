import type { TRPCError } from "@trpc/server";
import { ServiceError } from "@/server/services/errors";
import { noteSecurity } from "@/server/services/security-log";
import { steppedUpProcedure } from "./init";

/**
 * For what a person changes about their own account. What was refused stands in the security log, as for a wrong
 * password or code; so does what was done, if it `changes` anything.
 */
export const noted = (changes: boolean) =>
  steppedUpProcedure("console.read").use(async ({ ctx, next, path }) => {
    const result = await next();
    if (result.ok && !changes) return result;
    const { services, session, caller } = ctx;
    const event = result.ok ? "person.changed" : "person.refused";
    const details = { call: path, ...(result.ok ? {} : { why: whyRefused(result.error) }) };
    noteSecurity(services.log, { event, person: session.userId, ...caller, details });
    return result;
  });

/** Our own words; what else went wrong is in the log by itself. */
const whyRefused = ({ cause }: TRPCError) => (cause instanceof ServiceError ? cause.message : "it failed");
