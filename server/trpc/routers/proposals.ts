import { z } from "zod";
import { DOCUMENT_KINDS } from "@/server/domain/rules/document";
import { checkDraft } from "@/server/services/proposals/check-draft";
import { confirm } from "@/server/services/proposals/confirm";
import type { Draft } from "@/server/services/proposals/draft";
import { effectOf } from "@/server/services/proposals/effect-of";
import { propose } from "@/server/services/proposals/propose";
import { PAGE_BOUNDS } from "@/server/services/proposals/rules-effect";
import { withdraw } from "@/server/services/proposals/withdraw";
import { sayChange } from "@/server/words/document/say-document";
import { memberProcedure, router, steppedUpProcedure } from "../init";
import { dayInput } from "../schemas/common";

const kind = z.enum(DOCUMENT_KINDS);
/** What is in it is judged by the service, which names each field. */
const draft = z
  .object({ kind, document: z.unknown(), fromDay: dayInput.nullable() })
  .transform((given): Draft => ({ kind: given.kind, document: given.document, fromDay: given.fromDay }));
const named = z.object({ kind, hash: z.string().regex(/^[0-9a-f]{64}$/) });

export const proposalsRouter = router({
  /** What a draft would change, in sentences, or what is wrong with it. Writes nothing. */
  check: memberProcedure("rules.propose")
    .input(draft)
    .mutation(async ({ ctx, input }) => {
      const judged = await checkDraft(ctx.services, input);
      if (!judged.ok) return judged;
      const effect = await effectOf(ctx.services, input, PAGE_BOUNDS);
      return { ok: true as const, changes: judged.changes.map((change) => sayChange(input.kind, change)), effect };
    }),
  propose: memberProcedure("rules.propose")
    .input(z.object({ draft, reason: z.string().max(2_000) }))
    .mutation(({ ctx, input }) => propose(ctx.services, { ...input, userId: ctx.session.userId })),
  confirm: steppedUpProcedure("rules.confirm")
    .input(named)
    .mutation(({ ctx, input }) => confirm(ctx.services, { ...input, userId: ctx.session.userId })),
  withdraw: steppedUpProcedure("rules.propose")
    .input(named)
    .mutation(({ ctx, input }) => withdraw(ctx.services, { ...input, userId: ctx.session.userId })),
});
