import type { Database } from "@/db/client";
import { type HealthPart, healthPart } from "@/server/domain/health/part";
import { findHold, sayHeld } from "../../chain-hold/find-hold";

/** Whether payouts are held because the chain is not well. */
export async function readHold(db: Database): Promise<HealthPart> {
  const hold = await findHold(db);
  if (!hold)
    return healthPart("chain", { state: "ok", fact: "Payouts are not held: nothing is wrong with the chain." });
  const next =
    "They go on by themselves once the chain was well for long (RUNBOOKS.md, payouts-held). Two people, each an " +
    "approver or admin, release them early on the overview, or with: npm run engine -- release-hold --reason TEXT";
  return healthPart("chain", { state: "warning", fact: sayHeld(hold), next });
}
