import { z } from "zod";
import { withdrawRequest } from "@/server/services/people/withdraw-request";
import { noteSecurity } from "@/server/services/security-log";
import { router, steppedUpProcedure } from "../init";

export const peopleRouter = router({
  /** What was asked for about a person, and a link that was not used. The service says who may. */
  withdraw: steppedUpProcedure("console.read")
    .input(z.object({ email: z.string().max(320) }))
    .mutation(async ({ ctx: { services, session, caller }, input: { email } }) => {
      const { userId } = session;
      await withdrawRequest(services.db, { email, asker: { userId }, actor: `user:${userId}` });
      noteSecurity(services.log, { event: "person.changed", person: userId, ...caller, details: { call: "withdraw" } });
    }),
});
