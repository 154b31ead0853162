import { adminRouters } from "./admin";
import { router } from "./init";
import { publicRouters } from "./public";

/** Everything under /api/trpc. */
export const appRouter = router({ ...publicRouters, ...adminRouters });
export type AppRouter = typeof appRouter;
