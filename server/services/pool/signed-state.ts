import type { SignedState } from "@/server/domain/day/signed-state";
import type { PlanBinding } from "@/server/domain/ports";
import type { PosixMs } from "@/server/domain/units";
import type { LivePool } from "./load-pool";

/** What a plan or a Resume would be bound to if it were signed for the pool as it stands. */
export function bindingOf(pool: LivePool, deadlineMs: PosixMs): PlanBinding {
  const { datum, settings, row } = pool;
  return {
    network: settings.network,
    policyId: row.policyId,
    nonce: datum.nonce,
    previousPlan: datum.plan,
    previousLeft: datum.status.kind === "idle" ? datum.status.left : "",
    prizeAsset: settings.prizeAsset,
    deadlineMs,
  };
}

export function signedStateOf({ nonce, previousPlan: plan, previousLeft: left }: PlanBinding): SignedState {
  return { nonce, plan, left };
}

/** Whether what was signed for a state can be used now. Only an idle pool takes a Commit or a Resume. */
export function isPoolIn({ nonce, plan, left }: SignedState, { datum }: Pick<LivePool, "datum">): boolean {
  const { status } = datum;
  return datum.nonce === nonce && datum.plan === plan && status.kind === "idle" && status.left === left;
}
