import { bindPlan } from "@/server/domain/plan/sign-request";
import type { PlanSignRequest } from "@/server/domain/ports";
import { factsOfReport } from "@/server/domain/report/facts";
import { SAMPLE_BINDING, sampleReport } from "@/server/testing/domain/sample-plan";
import type { CollectedReport } from "@/server/testing/domain/written-report";

/** An approver is asked for the plan of this report, in this state of the sample's pool. */
export function requestFor(
  written: CollectedReport,
  change: Partial<PlanSignRequest["binding"]> = {},
): PlanSignRequest {
  const binding = { ...SAMPLE_BINDING, ...change };
  const bound = bindPlan({ ...factsOfReport(written.manifest), hash: written.hash }, binding);
  if (!bound.ok) throw new Error(bound.problems.join("; "));
  return { act: "approve", what: "plan", text: bound.plan.texts.approve, report: written.texts, binding };
}

/** A plan of so many lovelace in all, 90 ADA if nothing is said. */
export function sampleRequest(potLovelace?: bigint, change: Partial<PlanSignRequest["binding"]> = {}): PlanSignRequest {
  return requestFor(sampleReport(potLovelace), change);
}
