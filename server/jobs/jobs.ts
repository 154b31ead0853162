import type { Database } from "@/db/client";
import { NO_CHANNELS } from "@/server/domain/monitoring/channel";
import { advanceDays } from "@/server/services/advance/advance-days";
import { sendDeliveries } from "@/server/services/alerts/send-deliveries";
import { tellEvents } from "@/server/services/alerts/tell-events";
import { checkFurther } from "@/server/services/audit/check-further";
import { lookAsEngine } from "@/server/services/health/look-as-engine";
import { refreshRegister } from "@/server/services/holders/refresh-register";
import type { JobName } from "@/server/services/job-names";
import type { JobResult } from "@/server/services/job-result";
import { recordHeartbeat } from "@/server/services/metrics/record-heartbeat";
import { confirmPayments } from "@/server/services/payout/confirm-payments";
import type { PayoutContext } from "@/server/services/payout/payout-context";
import { scanChain } from "@/server/services/scan/scan-chain";
import { advanceTopUps } from "@/server/services/top-up/advance-top-ups";
import { confirmTopUps } from "@/server/services/top-up/confirm-top-ups";

/** What the engine does. Each is one bounded step, safe to repeat and to run in parallel. */
export const JOBS: Record<JobName, (ctx: PayoutContext) => Promise<JobResult>> = {
  scan: scanChain,
  confirm: async (ctx) => {
    await confirmTopUps(ctx);
    return confirmPayments(ctx);
  },
  advance: async (ctx) => {
    const result = await advanceDays(ctx);
    // Strangers ask for these: only once the days have nothing more to do now.
    if (result.result !== "again") await advanceTopUps(ctx);
    return result;
  },
  notify: async (ctx) => {
    const telling = (await ctx.loadTelling?.()) ?? LOG_ALONE;
    const result = await tellEvents(ctx, telling, Date.now());
    // Once a round: a channel that hangs is waited for.
    if (result.result !== "again") await sendDeliveries(ctx, telling.channels, Date.now());
    return result;
  },
  metrics: async (ctx) => {
    const result = await recordHeartbeat(ctx);
    await ctx.sources?.watch();
    await checkFurther(ctx, Date.now());
    await lookAsEngine(ctx);
    refreshAside(ctx);
    return result;
  },
};

/** Nobody is told: the events stand in the log. */
const LOG_ALONE = { channels: NO_CHANNELS, siteUrl: "http://localhost" };

const refreshing = new WeakSet<Database>();

/** One at a time, and nobody waits for it: with a million people it takes a minute, and payments are in this round. */
function refreshAside({ db, log }: PayoutContext): void {
  if (refreshing.has(db)) return;
  refreshing.add(db);
  refreshRegister({ db })
    .catch((error: unknown) => log.warn({ err: error }, "the register of participants could not be made anew"))
    .finally(() => refreshing.delete(db));
}
