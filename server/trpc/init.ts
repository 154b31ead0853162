import { initTRPC, TRPCError } from "@trpc/server";
import type { OpenApiMeta } from "trpc-to-openapi";
import type { Session } from "@/server/auth/session";
import { type Action, can, rolesThatCan } from "@/server/domain/people/roles";
import type { Caller } from "@/server/doors/caller";
import type { Context } from "@/server/services/context";
import { toTrpcError } from "./error-map";
import { transformer } from "./transformer";

/** The input of every call. `services` is the context that services take. */
export type TrpcContext = {
  readonly services: Context;
  readonly session: Session | null;
  /** Who makes the call, for the security log. */
  readonly caller: Caller;
};

/** The cause of a refusal that a code of the second factor takes away. */
class StepUpNeeded extends Error {}

const t = initTRPC
  .context<TrpcContext>()
  .meta<OpenApiMeta>()
  .create({
    transformer,
    // By this the page knows that it may ask for a code and repeat the call.
    errorFormatter: ({ shape, error }) => ({
      ...shape,
      data: { ...shape.data, stepUp: error.cause instanceof StepUpNeeded },
    }),
  });

export const router = t.router;

/** Maps errors of services to what callers see: a closed set of codes, nothing internal. */
const mapErrors = t.middleware(async ({ ctx, next, path }) => {
  const result = await next();
  if (result.ok) return result;
  throw toTrpcError(result.error, path, ctx.services.log);
});

/** For everyone. */
export const publicProcedure = t.procedure.use(mapErrors);

/** For people signed in with a second factor and with a role that may do `action`. */
export function memberProcedure(action: Action) {
  return publicProcedure.use(({ ctx, next }) => {
    const { session } = ctx;
    if (!session) throw new TRPCError({ code: "UNAUTHORIZED", message: "Sign in first." });
    if (session.level < 2) {
      throw new TRPCError({ code: "UNAUTHORIZED", message: "Complete two-factor authentication first." });
    }
    if (!can(session.role, action)) {
      const needed = rolesThatCan(action).join(" or ");
      throw new TRPCError({
        code: "FORBIDDEN",
        message: `Your role is ${session.role}; this requires ${needed}.`,
      });
    }
    return next({ ctx: { ...ctx, session } });
  });
}

/** As memberProcedure, for what a stolen session alone must not do: a code was given within STEP_UP_MINUTES. */
export function steppedUpProcedure(action: Action) {
  return memberProcedure(action).use(({ ctx, next }) => {
    if (ctx.session.steppedUp) return next({ ctx });
    const message = "Enter a code of your second factor again.";
    throw new TRPCError({ code: "UNAUTHORIZED", message, cause: new StepUpNeeded() });
  });
}
