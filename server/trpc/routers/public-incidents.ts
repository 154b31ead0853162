import { publicIncidents } from "@/server/services/incidents/public-incidents";
import { publicProcedure, router } from "../init";
import { incidentsOutput, toIncidentsOutput } from "../schemas/incidents";

export const publicIncidentsRouter = router({
  list: publicProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/incidents",
        tags: ["Service"],
        summary: "Get how the service is, and what went wrong lately",
        protect: false,
      },
    })
    .output(incidentsOutput)
    .query(async ({ ctx }) => {
      const nowMs = Date.now();
      return toIncidentsOutput(await publicIncidents(ctx.services, nowMs), nowMs);
    }),
});
