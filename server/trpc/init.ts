import { initTRPC, TRPCError } from "@trpc/server";
import type { OpenApiMeta } from "trpc-to-openapi";
import type { Session } from "@/server/auth/session";
import { type Action, can, rolesThatCan } from "@/server/domain/people/roles";
import { speakOurWords } from "@/server/domain/wrong-value";
import type { Caller } from "@/server/doors/caller";
import type { Context } from "@/server/services/context";
import { noteSecurity } from "@/server/services/security-log";
import { inSpan } from "@/server/telemetry/tracing/trace";
import { toTrpcError, wordsForRequest } from "./error-map";
import { transformer } from "./transformer";

/** The input of every call. `services` is the context that services take. */
export type TrpcContext = {
  readonly services: Context;
  readonly session: Session | null;
  /** Who makes the call, for the security log. Absent in the public API, which knows nobody. */
  readonly caller?: Caller;
};

speakOurWords();

/** The cause of a refusal that a code of the second factor takes away. */
class StepUpNeeded extends Error {}

const t = initTRPC
  .context<TrpcContext>()
  .meta<OpenApiMeta>()
  .create({
    transformer,
    // Otherwise an answer has the stack, wherever it is not said that this is production.
    isDev: false,
    // By `stepUp` the page knows that it may ask for a code and repeat the call.
    errorFormatter: ({ shape, error }) => ({
      ...shape,
      message: wordsForRequest(error),
      data: { ...shape.data, stepUp: error.cause instanceof StepUpNeeded },
    }),
  });

export const router = t.router;

/** Maps errors of services to what callers see: a closed set of codes, nothing internal. */
const mapErrors = t.middleware(async ({ ctx, next, path }) => {
  const result = await inSpan(`procedure ${path}`, {}, () => next());
  if (result.ok) return result;
  throw toTrpcError(result.error, path, ctx.services.log);
});

/** For everyone. */
export const publicProcedure = t.procedure.use(mapErrors);

/** Refuses a call, and says so in the security log. The path is that of one of our procedures. */
function refuse({ services, session, caller }: TrpcContext, path: string, why: TRPCError): never {
  const details = { path, why: why.message };
  noteSecurity(services.log, { event: "call.refused", person: session?.userId, ...caller, details });
  throw why;
}

/** For people signed in with a second factor and with a role that may do `action`. */
export function memberProcedure(action: Action) {
  return publicProcedure.use(({ ctx, next, path }) => {
    const { session } = ctx;
    const deny = (code: "UNAUTHORIZED" | "FORBIDDEN", message: string) =>
      refuse(ctx, path, new TRPCError({ code, message }));
    if (!session) return deny("UNAUTHORIZED", "Sign in first.");
    if (session.level < 2) return deny("UNAUTHORIZED", "Complete two-factor authentication first.");
    if (!can(session.role, action)) {
      const needed = rolesThatCan(action).join(" or ");
      return deny("FORBIDDEN", `Your role is ${session.role}; this requires ${needed}.`);
    }
    return next({ ctx: { ...ctx, session } });
  });
}

/**
 * As memberProcedure, for what a stolen session alone must not do: a code was given within STEP_UP_MINUTES. Which calls
 * these are is decided in step-up.test.ts, for each.
 */
export function steppedUpProcedure(action: Action) {
  return memberProcedure(action).use(({ ctx, next, path }) => {
    if (ctx.session.steppedUp) return next({ ctx });
    const message = "Enter a code of your second factor again.";
    return refuse(ctx, path, new TRPCError({ code: "UNAUTHORIZED", message, cause: new StepUpNeeded() }));
  });
}
