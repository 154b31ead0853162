import { accountRouter } from "./routers/account";
import { approvalRouter } from "./routers/approval";
import { overviewRouter } from "./routers/overview";

/** What the console calls. Each procedure checks session, level and role itself (memberProcedure). */
export const adminRouters = { account: accountRouter, approval: approvalRouter, overview: overviewRouter };
