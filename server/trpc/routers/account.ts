import { TRPCError } from "@trpc/server";
import { z } from "zod";
import { deviceToken, endSessionCookie, giveDeviceCookie, giveSessionCookie } from "@/server/auth/cookie";
import { secretBox } from "@/server/auth/secret-box";
import { NOBODY } from "@/server/doors/caller";
import { enrolKey } from "@/server/services/approval/enrol-key";
import { readSealedKeyOf } from "@/server/services/approval/my-key";
import { confirmTotp } from "@/server/services/people/second-factor";
import { revokeAllSessions, revokeSession } from "@/server/services/people/sessions";
import { noteSecurity, type SecurityEventName } from "@/server/services/security-log";
import { findOfflinePage } from "@/server/web/offline-page";
import { signedTextInput } from "../approval-input";
import { codeInput } from "../credential-input";
import { memberProcedure, publicProcedure, router, steppedUpProcedure, type TrpcContext } from "../init";
import { limitPerson } from "../limit";

/** For people signed in with at least the password: for the second factor itself, and for signing out. */
const signedIn = publicProcedure.use(({ ctx, next }) => {
  if (!ctx.session) throw new TRPCError({ code: "UNAUTHORIZED", message: "Sign in first." });
  return next({ ctx: { ...ctx, session: ctx.session } });
});

const sealedKey = z.string().max(2_000);

type SignedInContext = TrpcContext & { readonly session: NonNullable<TrpcContext["session"]> };

const note = ({ services, session, caller }: SignedInContext, event: SecurityEventName) =>
  noteSecurity(services.log, { event, person: session.userId, ...caller, details: { session: session.sessionId } });

/** Takes a code of the second factor, and notes what came of it. */
async function takeCode(ctx: SignedInContext, given: string, names: Record<"right" | "wrong", SecurityEventName>) {
  const { services, session, caller = NOBODY } = ctx;
  await limitPerson("codes", { log: services.log, person: session.userId, caller });
  try {
    const device = await deviceToken();
    const { address, browser } = caller;
    const from = { address, browser };
    const how = { nowMs: Date.now(), box: secretBox(), device, from };
    const tokens = await confirmTotp(services, { session, code: given, ...how });
    await giveSessionCookie(tokens.session);
    if (tokens.device !== null) await giveDeviceCookie(tokens.device);
  } catch (error) {
    note(ctx, names.wrong);
    throw error;
  }
  note(ctx, names.right);
}

export const accountRouter = router({
  confirmCode: signedIn
    .input(z.object({ code: codeInput }))
    .mutation(({ ctx, input }) => takeCode(ctx, input.code, { right: "sign-in.complete", wrong: "sign-in.failed" })),
  /** The second factor again: opens steppedUpProcedure for some minutes. */
  stepUp: memberProcedure("console.read")
    .input(z.object({ code: codeInput }))
    .mutation(({ ctx, input }) => takeCode(ctx, input.code, { right: "step-up.complete", wrong: "step-up.failed" })),
  /** Something that a person did in the page, though it changes nothing: the session does not idle meanwhile. */
  stay: memberProcedure("console.read").mutation(() => undefined),
  /** The page that signs without a network; null if this server has none. */
  offlinePage: memberProcedure("console.read").mutation(() => findOfflinePage()),
  /** Ends row and cookie. Nothing is wrong if the session has ended before. */
  signOut: publicProcedure.mutation(async ({ ctx }) => {
    const { session } = ctx;
    await endSessionCookie();
    if (!session) return;
    await revokeSession(ctx.services, session, session.sessionId);
    note({ ...ctx, session }, "sign-out");
  }),
  revokeSession: steppedUpProcedure("console.read")
    .input(z.object({ sessionId: z.uuid() }))
    .mutation(async ({ ctx, input }) => {
      await revokeSession(ctx.services, ctx.session, input.sessionId);
      note(ctx, "session.ended");
    }),
  revokeOtherSessions: steppedUpProcedure("console.read").mutation(async ({ ctx }) => {
    await revokeAllSessions(ctx.services, ctx.session, "this one");
    note(ctx, "session.ended");
  }),
  signOutEverywhere: memberProcedure("console.read").mutation(async ({ ctx }) => {
    await revokeAllSessions(ctx.services, ctx.session, "none");
    await endSessionCookie();
    note(ctx, "session.ended");
  }),
  enrolKey: steppedUpProcedure("day.approve")
    .input(z.object({ signed: signedTextInput, publicKey: z.string(), sealedKey: sealedKey.nullable() }))
    .mutation(async ({ ctx, input }) => {
      await enrolKey(ctx.services, ctx.session, input);
      note(ctx, "key.changed");
    }),
  /** The caller's own sealed key, at the moment of signing; a mutation, so that nothing keeps the answer. */
  openSealedKey: steppedUpProcedure("day.approve").mutation(({ ctx }) =>
    readSealedKeyOf(ctx.services, ctx.session.userId),
  ),
});
