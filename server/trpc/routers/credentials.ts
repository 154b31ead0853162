import { z } from "zod";
import { secretBox } from "@/server/auth/secret-box";
import { changePassword } from "@/server/services/people/change-password";
import {
  changeSecondFactor,
  offerSecondFactor,
  renewRecoveryCodes,
} from "@/server/services/people/change-second-factor";
import { router, steppedUpProcedure } from "../init";

const password = z.string().max(1_000);

/** What a person signs in with, changed by that person. */
export const credentialsRouter = router({
  changePassword: steppedUpProcedure("console.read")
    .input(z.object({ current: password, next: password }))
    .mutation(({ ctx, input }) => changePassword(ctx.services, { session: ctx.session, ...input })),
  /** A mutation, so that nothing keeps the answer. */
  offerSecondFactor: steppedUpProcedure("console.read").mutation(({ ctx }) =>
    offerSecondFactor(ctx.session, secretBox()),
  ),
  changeSecondFactor: steppedUpProcedure("console.read")
    .input(z.object({ ticket: z.string().max(400), code: z.string().max(40) }))
    .mutation(({ ctx, input }) => {
      const offer = { ...input, nowMs: Date.now() };
      return changeSecondFactor(ctx.services, { session: ctx.session, offer }, secretBox());
    }),
  renewRecoveryCodes: steppedUpProcedure("console.read").mutation(({ ctx }) =>
    renewRecoveryCodes(ctx.services, ctx.session),
  ),
});
