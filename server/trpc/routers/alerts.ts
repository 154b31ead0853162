import { z } from "zod";
import { loadChannels } from "@/server/channels/load-channels";
import { env } from "@/server/env";
import { testChannel } from "@/server/services/alerts/test-channel";
import { router, steppedUpProcedure } from "../init";

export const alertsRouter = router({
  test: steppedUpProcedure("alert.test")
    .input(z.object({ channel: z.string().max(100) }))
    .mutation(async ({ ctx, input: { channel } }) => {
      const { CHANNELS_FILE, NEXTAUTH_URL: siteUrl } = env();
      const input = { channel, userId: ctx.session.userId, nowMs: Date.now() };
      return testChannel({ db: ctx.services.db, siteUrl }, input, await loadChannels(CHANNELS_FILE));
    }),
});
