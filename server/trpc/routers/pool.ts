import { ServiceError } from "@/server/services/errors";
import { readPoolAndGame } from "@/server/services/published/read-pool-view";
import { publicProcedure, router } from "../init";
import { poolOutput, toPoolOutput } from "../schemas/pool";

export const poolRouter = router({
  read: publicProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/pool",
        tags: ["Pool"],
        summary: "Get the prize pool, the current game and the next payout",
        protect: false,
      },
    })
    .output(poolOutput)
    .query(async ({ ctx }) => {
      const view = await readPoolAndGame(ctx.services);
      if (!view) {
        throw new ServiceError("unavailable", "No prize pool has been read from the chain yet. Try again in a minute.");
      }
      return toPoolOutput(view);
    }),
});
