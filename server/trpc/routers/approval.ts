import { z } from "zod";
import { signDay } from "@/server/services/approval/sign-day";
import { releaseDay } from "@/server/services/day/release-day";
import { signedTextInput } from "../approval-input";
import { memberProcedure, router } from "../init";

const dayIndex = z.number().int();

const releaseAct = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("request"), reason: z.string().max(2_000) }),
  z.object({ kind: z.literal("confirm") }),
]);

export const approvalRouter = router({
  sign: memberProcedure("day.approve")
    .input(z.object({ dayIndex, signed: signedTextInput }))
    .mutation(({ ctx, input }) =>
      signDay(ctx.services, {
        userId: ctx.session.userId,
        dayIndex: input.dayIndex,
        given: input.signed,
      }),
    ),
  release: memberProcedure("day.release")
    .input(z.object({ dayIndex, act: releaseAct }))
    .mutation(({ ctx, input }) => releaseDay(ctx.services, { ...input, userId: ctx.session.userId })),
});
