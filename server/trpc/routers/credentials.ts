import { z } from "zod";
import { secretBox } from "@/server/auth/secret-box";
import { changePassword } from "@/server/services/people/change-password";
import {
  changeSecondFactor,
  offerSecondFactor,
  renewRecoveryCodes,
} from "@/server/services/people/change-second-factor";
import { codeInput, passwordInput, ticketInput } from "../credential-input";
import { router } from "../init";
import { noted } from "../noted";

const change = noted(true);
const present = z.object({ current: passwordInput });

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
