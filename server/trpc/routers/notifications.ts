import { z } from "zod";
import { getChannels } from "@/server/context";
import { NOTIFICATION_WAYS, WANTS } from "@/server/domain/monitoring/wants";
import { NOBODY } from "@/server/doors/caller";
import { env } from "@/server/env";
import { tryPersonChannels } from "@/server/services/alerts/try-person-channels";
import { changeNotificationSettings } from "@/server/services/people/notification-settings";
import { noteSecurity } from "@/server/services/security-log";
import { memberProcedure, router, steppedUpProcedure } from "../init";
import { limitPerson } from "../limit";

const settings = z.object({
  way: z.enum(NOTIFICATION_WAYS),
  telegramChat: z.string().max(20).nullable(),
  wants: z.enum(WANTS),
});

/** What a person hears of, and by which way. */
export const notificationsRouter = router({
  change: steppedUpProcedure("console.read")
    .input(settings)
    .mutation(async ({ ctx: { services, session, caller }, input }) => {
      await changeNotificationSettings(services, session, input);
      noteSecurity(services.log, {
        event: "person.changed",
        person: session.userId,
        ...caller,
        details: { call: "notifications.change" },
      });
    }),
  /** To the caller alone, by the ways that are stored. */
  test: memberProcedure("console.read").mutation(async ({ ctx: { services, session, caller = NOBODY } }) => {
    const { userId } = session;
    await limitPerson("test-messages", { log: services.log, person: userId, caller });
    const siteUrl = env().NEXTAUTH_URL;
    return tryPersonChannels(services, await getChannels(), { userId, siteUrl, nowMs: Date.now() });
  }),
});
