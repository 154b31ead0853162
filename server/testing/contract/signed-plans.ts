import { slotToMs } from "@/server/domain/cardano/slot-clock";
import type { CommitRedeemer, ResumeRedeemer } from "@/server/domain/contract/acts";
import { type CommittedBatch, commitBatches } from "@/server/domain/contract/commitment";
import { commitText, planOf, resumePlanText } from "@/server/domain/contract/plan-text";
import type { PoolState } from "@/server/domain/contract/read-pool";
import type { Payout } from "@/server/domain/contract/types";
import { signCip8, signRaw } from "./keys";
import { START_SLOT, type World } from "./pool-fixture";
import { approver, ORACLE, PRIZE_ASSET, SETTINGS } from "./pool-terms";
import { SLOTS } from "./world";

export type Plan = { readonly batches: readonly CommittedBatch[]; readonly redeemer: CommitRedeemer };

/** The next day's plan for this pool, signed by the oracle and two approvers, one of each envelope. */
export function signedPlan(
  world: Pick<World, "pool" | "script">,
  batches: readonly (readonly Payout[])[],
  change: Partial<CommitRedeemer> = {},
  signers: { first?: number; second?: number } = {},
): Plan {
  const { pool, script } = world;
  const chain = commitBatches(batches, change.settings?.prizeAsset ?? PRIZE_ASSET);
  const terms = {
    kind: "commit" as const,
    settings: SETTINGS,
    day: pool.datum.lastDay + 1,
    firstCommitment: chain[0]?.commitment ?? "",
    reportHash: "77".repeat(32),
    total: chain.reduce(
      (sum, { total }) => ({ lovelace: sum.lovelace + total.lovelace, tokens: sum.tokens + total.tokens }),
      {
        lovelace: 0n,
        tokens: 0n,
      },
    ),
    outputs: batches.flat().length,
    batches: batches.length,
    deadlineMs: slotToMs(SLOTS, START_SLOT + 1_800),
    ...change,
  };
  const plan = planOf(terms, pool.datum, script.policyId);
  const agreement = commitText("approve", terms, plan);
  const [first, second] = [signers.first ?? 0, signers.second ?? 2];
  const oracle = signRaw(ORACLE, commitText("propose", terms, plan));
  const redeemer: CommitRedeemer = {
    oracleSignature: oracle.signature,
    approvals: [
      { index: first, envelope: signRaw(approver(first), agreement) },
      { index: second, envelope: signCip8(approver(second), agreement) },
    ],
    ...terms,
  };
  return { batches: chain, redeemer };
}

/** A Resume of what this pool's plan left, signed by the oracle and two approvers. */
export function signedResume(pool: PoolState, change: Partial<ResumeRedeemer> = {}): ResumeRedeemer {
  const terms = {
    settings: SETTINGS,
    batches: 1,
    deadlineMs: slotToMs(SLOTS, START_SLOT + 3_600),
    ...change,
  };
  const oracle = signRaw(ORACLE, resumePlanText("propose", terms, pool.datum, pool.policyId));
  const text = resumePlanText("approve", terms, pool.datum, pool.policyId);
  return {
    kind: "resume",
    ...terms,
    oracleSignature: oracle.signature,
    approvals: [1, 3].map((index) => ({ index, envelope: signRaw(approver(index), text) })),
  };
}
