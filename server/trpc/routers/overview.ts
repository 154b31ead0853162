import { readPulse } from "@/server/services/overview/read-pulse";
import { memberProcedure, router } from "../init";

export const overviewRouter = router({
  pulse: memberProcedure("console.read").query(({ ctx }) => readPulse(ctx.services)),
});
