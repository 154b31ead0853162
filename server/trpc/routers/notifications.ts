import { z } from "zod";
import { getChannels } from "@/server/context";
import { NOTIFICATION_WAYS, WANTS } from "@/server/domain/monitoring/wants";
import { NOBODY } from "@/server/doors/caller";
import { env } from "@/server/env";
import { tryPersonChannels } from "@/server/services/alerts/try-person-channels";
import { changeNotificationSettings } from "@/server/services/people/notification-settings";
import { memberProcedure, router } from "../init";
import { limitPerson } from "../limit";
import { noted } from "../noted";

const settings = z.object({
  way: z.enum(NOTIFICATION_WAYS),
  telegramChat: z.string().max(20).nullable(),
  wants: z.enum(WANTS),
});

/** What a person hears of, and by which way. */
export const notificationsRouter = router({
  change: noted(true)
    .input(settings)
    .mutation(({ ctx: { services, session }, input }) => changeNotificationSettings(services, session, input)),
  /** To the caller alone, by the ways that are stored. */
  test: memberProcedure("console.read").mutation(async ({ ctx: { services, session, caller = NOBODY } }) => {
    const { userId } = session;
    await limitPerson("test-messages", { log: services.log, person: userId, caller });
    const siteUrl = env().NEXTAUTH_URL;
    return tryPersonChannels(services, await getChannels(), { userId, siteUrl, nowMs: Date.now() });
  }),
});
