import { networkLabel } from "@/server/domain/cardano/network";
import { bindPlan } from "@/server/domain/plan/sign-request";
import type { PlanBinding } from "@/server/domain/ports";
import { factsOfReport } from "@/server/domain/report/facts";
import { readManifest } from "@/server/domain/report/manifest";
import { type PlanRequest, REQUEST_FORMAT } from "@/server/domain/signing-request/request";
import { SAMPLE_BINDING } from "./sample-plan";

/** What is asked of `keys` for a report with this manifest, on the report's own network. */
export function plannedRequest(
  { text: manifestText }: { readonly text: string },
  keys: readonly string[] = ["11".repeat(32)],
): { readonly request: PlanRequest; readonly binding: PlanBinding } {
  const read = readManifest(manifestText);
  if (!read.ok) throw new Error(read.problems.join("; "));
  const { manifest, hash } = read;
  const binding = { ...SAMPLE_BINDING, network: networkLabel(manifest.network.magic) };
  const bound = bindPlan({ ...factsOfReport(manifest), hash }, binding);
  if (!bound.ok) throw new Error(bound.problems.join("; "));
  const request: PlanRequest = {
    format: REQUEST_FORMAT,
    kind: "plan",
    what: "plan",
    text: bound.plan.texts.approve,
    reportHash: hash,
    binding,
    maxFeeLovelace: 2_000_000n,
    keys,
  };
  return { request, binding };
}
