import { z } from "zod";
import { requestOfDay } from "@/server/services/approval/request-of-day";
import { signDay } from "@/server/services/approval/sign-day";
import { releaseDay } from "@/server/services/day/release-day";
import { STOP_EXITS } from "@/server/services/day/release-request";
import { stopDay } from "@/server/services/day/stop-day";
import { requestResume } from "@/server/services/resume/request-resume";
import { signedTextInput } from "../approval-input";
import { memberProcedure, router, steppedUpProcedure } from "../init";
import { dayInput } from "../schemas/common";

const reason = z.string().max(2_000);

const releaseAct = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("request"), exit: z.enum(STOP_EXITS), reason }),
  z.object({ kind: z.literal("confirm") }),
]);

export const approvalRouter = router({
  sign: memberProcedure("day.approve")
    .input(z.object({ dayIndex: dayInput, signed: signedTextInput }))
    .mutation(({ ctx, input }) =>
      signDay(ctx.services, {
        userId: ctx.session.userId,
        dayIndex: input.dayIndex,
        given: input.signed,
      }),
    ),
  /** What a key on another machine is asked for. */
  request: memberProcedure("day.approve")
    .input(z.object({ dayIndex: dayInput }))
    .mutation(({ ctx, input }) => requestOfDay(ctx.services, { ...input, userId: ctx.session.userId })),
  stop: memberProcedure("day.freeze")
    .input(z.object({ dayIndex: dayInput, reason }))
    .mutation(({ ctx, input }) => stopDay(ctx.services, { ...input, userId: ctx.session.userId })),
  resume: steppedUpProcedure("day.resume")
    .input(z.object({ dayIndex: dayInput, reason }))
    .mutation(({ ctx, input }) => requestResume(ctx.services, { ...input, userId: ctx.session.userId })),
  release: steppedUpProcedure("day.release")
    .input(z.object({ dayIndex: dayInput, act: releaseAct }))
    .mutation(({ ctx, input }) => releaseDay(ctx.services, { ...input, userId: ctx.session.userId })),
});
