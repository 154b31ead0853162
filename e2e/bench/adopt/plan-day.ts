import { type CommittedBatch, commitBatches } from "@/server/domain/contract/commitment";
import { contentHashOf } from "@/server/domain/hash";
import { planBatches } from "@/server/domain/plan/batches";
import { type BoundPlan, bindPlan } from "@/server/domain/plan/sign-request";
import type { PlanBinding } from "@/server/domain/ports";
import { factsOfReport } from "@/server/domain/report/facts";
import type { Manifest } from "@/server/domain/report/manifest";
import { calculateRewards } from "@/server/domain/rewards/calculate";
import type { PoolTerms } from "@/server/domain/rewards/pool-terms";
import type { Snapshot } from "@/server/domain/rewards/snapshot";
import type { Rules } from "@/server/domain/rules/rules";
import { nameOf } from "@/server/domain/second-opinion/opinion";
import { keepReport } from "@/server/services/reports/keep-report";
import type { World } from "@/server/testing/services/world";
import { INTERVAL_MS, NETWORK_MAGIC, START_MS } from "@/server/testing/services/world-terms";

/** What a transaction of the largest size pays. */
const OUTPUTS_A_BATCH = 238;
/** Nothing that adopts asks what this was. */
const AUDIT_HEAD = { sequence: 7, hash: "0a".repeat(32) };

/** What a plan needs that is the same on every day. */
export type Terms = {
  readonly rules: Rules;
  readonly pool: PoolTerms;
  readonly poolScript: string;
  readonly coinsPerUtxoByte: bigint;
  readonly freePoolLovelace: bigint;
};

export type PlannedDay = { readonly plan: BoundPlan; readonly batches: readonly CommittedBatch[] };
type Read = { readonly snapshot: Snapshot; readonly previous: Manifest["previous"]; readonly binding: PlanBinding };

/** Calculates, plans and publishes a day as the engine does, without its database. Each pays the whole pot. */
export async function planDay({ ctx, potLovelace }: World, terms: Terms, read: Read): Promise<PlannedDay> {
  const { rules, pool: poolTerms, poolScript, coinsPerUtxoByte, freePoolLovelace } = terms;
  const { snapshot, previous, binding } = read;
  const { dayIndex, block } = snapshot;
  const given = { opening: [], open: [], isClosed: false, rules, poolTerms, coinsPerUtxoByte };
  const calculation = calculateRewards({ ...given, snapshot, potLovelace });
  const { reserved } = poolTerms;
  const planned = planBatches(calculation.lines, {
    ...{ rules, poolScript, reserved, coinsPerUtxoByte },
    maximumOutputs: OUTPUTS_A_BATCH,
  });
  if (planned.kind !== "plan") throw new Error(`day ${dayIndex} has no plan: ${planned.kind}`);
  const batches = commitBatches(
    planned.batches.map(({ outputs }) => outputs),
    null,
  );
  const { manifest, hash } = await keepReport(ctx, {
    network: { magic: NETWORK_MAGIC, systemStartMs: START_MS },
    poolPolicyId: binding.policyId,
    intervalMs: INTERVAL_MS,
    ...{ dayIndex, block, rules, coinsPerUtxoByte, poolTerms, freePoolLovelace, previous, calculation },
    open: null,
    batches: batches.map(({ payouts, total, commitment }) => ({
      outputs: payouts.length,
      totalLovelace: total.lovelace,
      commitment,
    })),
    declared: {
      source: nameOf(ctx.source),
      secondOpinion: { kind: "none", acceptedBy: null },
      closing: null,
      snapshotId: contentHashOf(`day ${dayIndex}`),
      auditHead: AUDIT_HEAD,
    },
  });
  const bound = bindPlan({ ...factsOfReport(manifest), hash }, binding);
  if (!bound.ok) throw new Error(bound.problems.join("; "));
  return { plan: bound.plan, batches };
}
