import { router } from "./init";
import { daysRouter } from "./routers/days";
import { eligibilityRouter } from "./routers/eligibility";
import { poolRouter } from "./routers/pool";

/** The public procedures: all of /api/v1, and the same over tRPC. */
export const publicRouters = { eligibility: eligibilityRouter, days: daysRouter, pool: poolRouter };
export const publicRouter = router(publicRouters);
