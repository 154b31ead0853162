import { z } from "zod";
import { releaseHold } from "@/server/services/chain-hold/release-hold";
import { pauseEngine } from "@/server/services/engine-pause/pause-engine";
import { resumeEngine } from "@/server/services/engine-pause/resume-engine";
import { memberProcedure, router, steppedUpProcedure } from "../init";

const input = z.object({ reason: z.string().max(2_000) });

export const engineRouter = router({
  pause: memberProcedure("engine.pause")
    .input(input)
    .mutation(({ ctx, input: { reason } }) => pauseEngine(ctx.services, { reason, userId: ctx.session.userId })),
  resume: steppedUpProcedure("engine.resume")
    .input(input)
    .mutation(({ ctx, input: { reason } }) => resumeEngine(ctx.services, { reason, userId: ctx.session.userId })),
  releaseHold: steppedUpProcedure("payouts.release")
    .input(input)
    .mutation(({ ctx, input: { reason } }) =>
      releaseHold(ctx.services, { reason, userId: ctx.session.userId, nowMs: Date.now() }),
    ),
});
