import type { TRPCError } from "@trpc/server";
import { z } from "zod";
import { secretBox } from "@/server/auth/secret-box";
import { ServiceError } from "@/server/services/errors";
import { changePassword } from "@/server/services/people/change-password";
import {
  changeSecondFactor,
  offerSecondFactor,
  renewRecoveryCodes,
} from "@/server/services/people/change-second-factor";
import { noteSecurity } from "@/server/services/security-log";
import { codeInput, passwordInput, ticketInput } from "../credential-input";
import { router, steppedUpProcedure } from "../init";

const steppedUp = steppedUpProcedure("console.read");
/** What was refused stands in the security log, as for a wrong password or code; so does a change that was made. */
const noted = (changes: boolean) =>
  steppedUp.use(async ({ ctx, next, path }) => {
    const result = await next();
    if (result.ok && !changes) return result;
    const { services, session, caller } = ctx;
    const event = result.ok ? "person.changed" : "person.refused";
    const details = { call: path, ...(result.ok ? {} : { why: whyRefused(result.error) }) };
    noteSecurity(services.log, { event, person: session.userId, ...caller, details });
    return result;
  });
const change = noted(true);
const present = z.object({ current: passwordInput });

/** Our own words; what else went wrong is in the log by itself. */
const whyRefused = ({ cause }: TRPCError) => (cause instanceof ServiceError ? cause.message : "it failed");

/** What a person signs in with, changed by that person: by the present password, after a code of the second factor. */
export const credentialsRouter = router({
  changePassword: change
    .input(present.extend({ next: passwordInput }))
    .mutation(({ ctx, input }) => changePassword(ctx.services, { session: ctx.session, ...input })),
  /** A mutation, so that nothing keeps the answer. */
  offerSecondFactor: noted(false)
    .input(present)
    .mutation(({ ctx, input }) => offerSecondFactor(ctx.services, { session: ctx.session, ...input }, secretBox())),
  changeSecondFactor: change.input(z.object({ ticket: ticketInput, code: codeInput })).mutation(({ ctx, input }) => {
    const offer = { ...input, nowMs: Date.now() };
    return changeSecondFactor(ctx.services, { session: ctx.session, offer }, secretBox());
  }),
  renewRecoveryCodes: change
    .input(present)
    .mutation(({ ctx, input }) => renewRecoveryCodes(ctx.services, { session: ctx.session, ...input })),
});
