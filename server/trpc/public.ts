import { router } from "./init";
import { daysRouter } from "./routers/days";
import { eligibilityRouter } from "./routers/eligibility";
import { poolRouter } from "./routers/pool";
import { publicIncidentsRouter } from "./routers/public-incidents";

/** The public procedures: all of /api/v1. */
export const publicRouter = router({
  eligibility: eligibilityRouter,
  days: daysRouter,
  pool: poolRouter,
  incidents: publicIncidentsRouter,
});
