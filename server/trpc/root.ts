import { adminRouters } from "./admin";
import { router } from "./init";

/** Everything under /api/trpc: what the console's browser code calls. The public procedures are under /api/v1 alone. */
export const appRouter = router(adminRouters);
export type AppRouter = typeof appRouter;
