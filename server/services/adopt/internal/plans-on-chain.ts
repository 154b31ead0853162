import { and, eq, ne } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Database } from "@/db/client";
import { poolUtxo, txBytes } from "@/db/schema";
import { decodeTransaction } from "@/server/domain/cardano/decode-transaction";
import { actIn } from "@/server/domain/contract/act-in";
import type { CommitRedeemer } from "@/server/domain/contract/acts";
import { decodeDatum } from "@/server/domain/contract/datum";
import type { PoolDatum } from "@/server/domain/contract/types";
import type { PlanBinding } from "@/server/domain/ports";
import type { DayIndex, Hex } from "@/server/domain/units";

/** A plan that was committed, by our own scan. */
export type PlanOnChain = {
  readonly plan: Hex;
  readonly commit: CommitRedeemer;
  /** The state of the pool that it was signed for. */
  readonly binding: PlanBinding;
  /** The pool in that state. A plan is signed for the settings and the highest fee that its day was read under. */
  readonly datum: PoolDatum;
};

const before = alias(poolUtxo, "before");
const PLAN = {
  plan: poolUtxo.plan,
  bytes: txBytes.bytes,
  datum: before.datum,
  left: before.commitment,
};

/** By day: the contract takes one plan for each. The bytes were verified when they were stored. */
export async function plansOnChain(db: Database, policyId: Hex): Promise<ReadonlyMap<DayIndex, PlanOnChain>> {
  const spent = and(eq(before.txHash, poolUtxo.previousTxHash), eq(before.outputIndex, poolUtxo.previousIndex));
  const rows = await db
    .select(PLAN)
    .from(poolUtxo)
    .innerJoin(before, spent)
    .innerJoin(txBytes, eq(txBytes.id, poolUtxo.txHash))
    .where(and(eq(poolUtxo.status, "paying"), ne(before.plan, poolUtxo.plan)));
  const plans = new Map<DayIndex, PlanOnChain>();
  for (const { plan, bytes, datum: cbor, left } of rows) {
    const commit = actIn(decodeTransaction(bytes));
    if (commit?.kind !== "commit" || plan === null || cbor === null) continue;
    const { network, prizeAsset } = commit.settings;
    const datum = decodeDatum(cbor);
    const { nonce, plan: previousPlan } = datum;
    const state = { nonce, previousPlan, previousLeft: left ?? "", deadlineMs: commit.deadlineMs };
    plans.set(commit.day, { plan, commit, binding: { network, prizeAsset, policyId, ...state }, datum });
  }
  return plans;
}
