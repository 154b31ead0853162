import { z } from "zod";
import { ACT_FIELDS, ACT_NAMES, type ActField } from "@/server/domain/contract/typed-act";
import { askToSend } from "@/server/services/acts/ask-to-send";
import { checkAct } from "@/server/services/acts/check-act";
import { proposeAct } from "@/server/services/acts/propose-act";
import { signAct } from "@/server/services/acts/sign-act";
import { withdrawAct } from "@/server/services/acts/withdraw-act";
import { sayVoided } from "@/server/words/act-fate";
import { signedTextInput } from "../approval-input";
import { memberProcedure, router, steppedUpProcedure } from "../init";

const FIELDS = [...new Set(Object.values(ACT_FIELDS).flat())] as readonly ActField[];
/** What is in the fields is judged by the service, which names each. */
const act = z.strictObject({
  name: z.enum(ACT_NAMES as [(typeof ACT_NAMES)[number], ...(typeof ACT_NAMES)[number][]]),
  fields: z.partialRecord(z.enum(FIELDS as [ActField, ...ActField[]]), z.string().max(200)),
});
const id = z.number().int().min(1).max(2_147_483_647);

export const actsRouter = router({
  /** What an act would do and void, in sentences, or what is wrong with it. Writes nothing. */
  check: memberProcedure("pool.administer")
    .input(act)
    .mutation(async ({ ctx, input }) => {
      const checked = await checkAct(ctx.services, input);
      if (!checked.ok) return checked;
      const { text, effect, voids } = checked;
      return { ok: true as const, text, effect, voids: voids.map(sayVoided) };
    }),
  propose: memberProcedure("pool.administer")
    .input(z.object({ act, reason: z.string().max(2_000) }))
    .mutation(({ ctx, input }) => proposeAct(ctx.services, { ...input, userId: ctx.session.userId })),
  sign: memberProcedure("pool.administer")
    .input(z.object({ id, publicKey: z.string().regex(/^[0-9a-f]{64}$/), signed: signedTextInput }))
    .mutation(({ ctx, input: { id, publicKey, signed } }) =>
      signAct(ctx.services, { id, publicKey, given: signed, userId: ctx.session.userId }),
    ),
  send: steppedUpProcedure("pool.administer")
    .input(z.object({ id, seen: z.array(z.string().max(60)).max(100) }))
    .mutation(({ ctx, input }) => askToSend(ctx.services, { ...input, userId: ctx.session.userId })),
  /** What others signed is taken off the list; one that was to be sent is not sent. */
  withdraw: steppedUpProcedure("pool.administer")
    .input(z.object({ id }))
    .mutation(({ ctx, input }) => withdrawAct(ctx.services, { ...input, userId: ctx.session.userId })),
});
