import { z } from "zod";
import { loadChannels } from "@/server/channels/load-channels";
import { NOBODY } from "@/server/doors/caller";
import { env } from "@/server/env";
import { testChannel } from "@/server/services/alerts/test-channel";
import { router, steppedUpProcedure } from "../init";
import { limitPerson } from "../limit";

export const alertsRouter = router({
  test: steppedUpProcedure("alert.test")
    .input(z.object({ channel: z.string().max(100) }))
    .mutation(async ({ ctx: { services, session, caller = NOBODY }, input: { channel } }) => {
      const { userId } = session;
      await limitPerson("test-messages", { log: services.log, person: userId, caller });
      const { CHANNELS_FILE, NEXTAUTH_URL: siteUrl } = env();
      const input = { channel, userId, nowMs: Date.now() };
      return testChannel({ db: services.db, siteUrl }, input, await loadChannels(CHANNELS_FILE));
    }),
});
