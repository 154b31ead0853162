import { readDayToApprove } from "@/server/services/approval/read-day-to-approve";
import { listAudit } from "@/server/services/audit/list-audit";
import { checkEligibility } from "@/server/services/eligibility/check-eligibility";
import { listPayouts } from "@/server/services/overview/list-payouts";
import { readOverview } from "@/server/services/overview/read-overview";
import { readPulse } from "@/server/services/overview/read-pulse";
import { createUser } from "@/server/services/people/create-user";
import { makeSecretBox } from "@/server/services/people/secret-box";
import { listDays } from "@/server/services/published/list-days";
import { readDay } from "@/server/services/published/read-day";
import { readPoolAndGame } from "@/server/services/published/read-pool-view";
import { TEST_SECRETS } from "@/server/testing/secrets";
import type { World } from "@/server/testing/services/world";
import { type Lab, measure } from "./live-day";

export const PAGE = "page: ";
const ROWS_A_PAGE = 10;

/** Somebody who may see the console. */
export async function makeReader({ ctx }: World): Promise<string> {
  const person = { email: "ann@example.org", name: "Ann", role: "admin", password: "a long password" } as const;
  return (await createUser(ctx.db, person, "cli:bench", makeSecretBox(TEST_SECRETS.SEALING_KEY))).userId;
}

/** What the pages ask of the database, each once. */
export async function lookAtPages(lab: Lab, dayIndex: number, userId: string): Promise<void> {
  const { ctx, players } = lab.world;
  const [page, day] = [{ below: null, limit: ROWS_A_PAGE }, String(dayIndex)];
  const pages: Record<string, () => Promise<unknown>> = {
    pool: () => readPoolAndGame(ctx),
    days: () => listDays(ctx, { limit: ROWS_A_PAGE }),
    day: () => readDay(ctx, { day }),
    player: () => checkEligibility(ctx, { address: players[0]?.wallet.address ?? "" }),
    overview: () => readOverview(ctx, { userId, nowMs: Date.now() }),
    pulse: () => readPulse(ctx),
    payouts: () => listPayouts(ctx.db, page),
    "a day to approve": () => readDayToApprove(ctx, { dayIndex, userId }),
    audit: () => listAudit(ctx.db, { ...page, search: "" }),
  };
  for (const [name, read] of Object.entries(pages)) lab.costs.add(PAGE + name, (await measure(lab, read)).cost);
}
