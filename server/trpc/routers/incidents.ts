import { z } from "zod";
import { PRIORITIES } from "@/server/domain/monitoring/priority";
import { OPEN_STATES } from "@/server/domain/monitoring/states";
import { MOST_POST_MORTEM, MOST_TEXT } from "@/server/domain/monitoring/text-limits";
import { acknowledge } from "@/server/services/incidents/acknowledge";
import { addNote } from "@/server/services/incidents/add-note";
import { changePublicText } from "@/server/services/incidents/change-public-text";
import { changeState } from "@/server/services/incidents/change-state";
import { openByHand } from "@/server/services/incidents/open-by-hand";
import { resolve } from "@/server/services/incidents/resolve";
import { writePostMortem } from "@/server/services/incidents/write-post-mortem";
import { memberProcedure, router, steppedUpProcedure } from "../init";

/** The services say what is too long; these bounds are of the door. */
const text = z.string().max(MOST_TEXT);
const id = z
  .number()
  .int()
  .min(1)
  .max(2 ** 31 - 1);
const told = { text, isPublic: z.boolean() };

const acting = (session: { readonly userId: string }) => ({ userId: session.userId, nowMs: Date.now() });

/** What others read, the public among them, asks for a code. */
export const incidentsRouter = router({
  acknowledge: memberProcedure("incident.acknowledge")
    .input(z.object({ id, why: text }))
    .mutation(({ ctx, input }) => acknowledge(ctx.services, { ...input, ...acting(ctx.session) })),
  note: steppedUpProcedure("incident.note")
    .input(z.object({ id, ...told }))
    .mutation(({ ctx, input }) => addNote(ctx.services, { ...input, ...acting(ctx.session) })),
  publicText: steppedUpProcedure("incident.note")
    .input(z.object({ id, publicText: text.nullable() }))
    .mutation(({ ctx, input }) => changePublicText(ctx.services, { ...input, ...acting(ctx.session) })),
  state: steppedUpProcedure("incident.note")
    .input(z.object({ id, state: z.enum(OPEN_STATES), ...told }))
    .mutation(({ ctx, input }) => changeState(ctx.services, { ...input, ...acting(ctx.session) })),
  resolve: steppedUpProcedure("incident.resolve")
    .input(z.object({ id, ...told }))
    .mutation(({ ctx, input }) => resolve(ctx.services, { ...input, ...acting(ctx.session) })),
  postMortem: steppedUpProcedure("incident.resolve")
    .input(z.object({ id, text: z.string().max(MOST_POST_MORTEM) }))
    .mutation(({ ctx, input }) => writePostMortem(ctx.services, { ...input, ...acting(ctx.session) })),
  open: steppedUpProcedure("incident.open")
    .input(
      z.object({
        ...{ title: z.string().max(200), text, publicText: text.nullable() },
        ...{ priority: z.literal(PRIORITIES), isSecurity: z.boolean() },
      }),
    )
    .mutation(({ ctx, input }) => openByHand(ctx.services, { ...input, ...acting(ctx.session) })),
});
