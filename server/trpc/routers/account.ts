import { TRPCError } from "@trpc/server";
import { z } from "zod";
import { secretBox } from "@/server/auth/secret-box";
import { enrolKey } from "@/server/services/approval/enrol-key";
import { confirmTotp } from "@/server/services/people/second-factor";
import { revokeAllSessions, revokeSession } from "@/server/services/people/sessions";
import { signedTextInput } from "../approval-input";
import { memberProcedure, publicProcedure, router } from "../init";

/** For people signed in with at least the password: for the second factor itself, and for signing out. */
const signedIn = publicProcedure.use(({ ctx, next }) => {
  if (!ctx.session) throw new TRPCError({ code: "UNAUTHORIZED", message: "Sign in first." });
  return next({ ctx: { ...ctx, session: ctx.session } });
});

const code = z.string().transform((text) => text.replace(/\s/g, ""));
const sealedKey = z.string().max(2_000);

export const accountRouter = router({
  confirmCode: signedIn.input(z.object({ code })).mutation(({ ctx, input }) =>
    confirmTotp(ctx.services, {
      session: ctx.session,
      code: input.code,
      nowMs: Date.now(),
      box: secretBox(),
    }),
  ),
  signOut: signedIn.mutation(({ ctx }) => revokeSession(ctx.services, ctx.session, ctx.session.sessionId)),
  revokeSession: memberProcedure("console.read")
    .input(z.object({ sessionId: z.uuid() }))
    .mutation(({ ctx, input }) => revokeSession(ctx.services, ctx.session, input.sessionId)),
  revokeOtherSessions: memberProcedure("console.read").mutation(({ ctx }) =>
    revokeAllSessions(ctx.services, ctx.session, "this one"),
  ),
  signOutEverywhere: memberProcedure("console.read").mutation(({ ctx }) =>
    revokeAllSessions(ctx.services, ctx.session, "none"),
  ),
  enrolKey: memberProcedure("day.approve")
    .input(z.object({ signed: signedTextInput, publicKey: z.string(), sealedKey: sealedKey.nullable() }))
    .mutation(({ ctx, input }) => enrolKey(ctx.services, ctx.session, input)),
});
