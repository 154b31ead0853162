import { accountRouter } from "./routers/account";
import { approvalRouter } from "./routers/approval";
import { engineRouter } from "./routers/engine";
import { overviewRouter } from "./routers/overview";
import { proposalsRouter } from "./routers/proposals";

/** Procedures of the console. Each checks session, level and role itself (memberProcedure). */
export const adminRouters = {
  account: accountRouter,
  approval: approvalRouter,
  engine: engineRouter,
  overview: overviewRouter,
  proposals: proposalsRouter,
};
