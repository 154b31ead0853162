import { z } from "zod";
import { secretBox } from "@/server/auth/secret-box";
import { acceptLink } from "@/server/services/people/accept-link";
import { openLink } from "@/server/services/people/open-link";
import { publicProcedure, router } from "../init";

const token = z.string().max(100);
const acceptance = z.object({
  token,
  password: z.string().max(1_000),
  code: z.string().max(40),
  ticket: z.string().max(400).nullable(),
});

/**
 * For whoever has a link of `npm run people`: its token is all that they show. Mutations, for the token must not stand
 * in an address.
 */
export const invitationRouter = router({
  open: publicProcedure
    .input(z.object({ token }))
    .mutation(({ ctx, input }) => openLink(ctx.services, input.token, secretBox())),
  accept: publicProcedure
    .input(acceptance)
    .mutation(({ ctx, input }) => acceptLink(ctx.services, { ...input, nowMs: Date.now() }, secretBox())),
});
