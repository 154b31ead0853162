import { accountRouter } from "./routers/account";
import { actsRouter } from "./routers/acts";
import { alertsRouter } from "./routers/alerts";
import { approvalRouter } from "./routers/approval";
import { credentialsRouter } from "./routers/credentials";
import { engineRouter } from "./routers/engine";
import { incidentsRouter } from "./routers/incidents";
import { invitationRouter } from "./routers/invitation";
import { notificationsRouter } from "./routers/notifications";
import { overviewRouter } from "./routers/overview";
import { peopleRouter } from "./routers/people";
import { proposalsRouter } from "./routers/proposals";
import { registerRouter } from "./routers/register";
import { topUpRouter } from "./routers/top-up";

/** Procedures of the console. Each checks session, level and role itself (memberProcedure), or a token. */
export const adminRouters = {
  account: accountRouter,
  acts: actsRouter,
  alerts: alertsRouter,
  approval: approvalRouter,
  credentials: credentialsRouter,
  engine: engineRouter,
  incidents: incidentsRouter,
  invitation: invitationRouter,
  notifications: notificationsRouter,
  overview: overviewRouter,
  people: peopleRouter,
  proposals: proposalsRouter,
  register: registerRouter,
  topUp: topUpRouter,
};
