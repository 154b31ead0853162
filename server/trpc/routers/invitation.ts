import { z } from "zod";
import { deviceToken, giveDeviceCookie } from "@/server/auth/cookie";
import { secretBox } from "@/server/auth/secret-box";
import { acceptLink } from "@/server/services/people/accept-link";
import { openLink } from "@/server/services/people/open-link";
import { noteSecurity } from "@/server/services/security-log";
import { codeInput, passwordInput, ticketInput } from "../credential-input";
import { publicProcedure, router } from "../init";

const token = z.string().max(100);
const acceptance = z.object({
  token,
  password: passwordInput,
  code: codeInput,
  ticket: ticketInput.nullable(),
});

/** What a stranger's token was refused for stands in the security log, without the token. */
const byLink = publicProcedure.use(async ({ ctx, next, path }) => {
  const result = await next();
  const details = result.ok ? {} : { call: path, reason: result.error.message };
  if (!result.ok) noteSecurity(ctx.services.log, { event: "call.refused", ...ctx.caller, details });
  return result;
});

/**
 * For whoever has a link of `npm run people`: its token is all that they show. Mutations, for the token must not stand
 * in an address.
 */
export const invitationRouter = router({
  open: byLink
    .input(z.object({ token }))
    .mutation(({ ctx, input }) => openLink(ctx.services, input.token, secretBox())),
  accept: byLink.input(acceptance).mutation(async ({ ctx, input }) => {
    const { services, caller } = ctx;
    const given = { ...input, nowMs: Date.now(), device: await deviceToken() };
    const { userId, recoveryCodes, device } = await acceptLink(services, given, secretBox());
    await giveDeviceCookie(device);
    noteSecurity(services.log, { event: "person.changed", person: userId, ...caller, details: { call: "accept" } });
    return { recoveryCodes };
  }),
});
