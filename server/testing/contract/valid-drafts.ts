import { draftSpend } from "@/server/chain/pool/draft-spend";
import type { SpendTerms } from "@/server/chain/pool/spend-terms";
import { slotToMs } from "@/server/domain/cardano/slot-clock";
import { cancelText, closeText } from "@/server/domain/contract/act-text";
import type { CancelRedeemer, CloseRedeemer } from "@/server/domain/contract/acts";
import { addAmounts } from "@/server/domain/contract/amount";
import { type CommittedBatch, commitBatches } from "@/server/domain/contract/commitment";
import { payRedeemer } from "@/server/domain/contract/redeemer";
import type { PoolDatum } from "@/server/domain/contract/types";
import { approvalOf } from "./approval-mutants";
import { MUTANT_FEE, type TestDraft } from "./mutant";
import { IDLE, poolIn, TRACED } from "./mutant-pool";
import { START_SLOT, somePayouts } from "./pool-fixture";
import { OPERATOR, PRIZE_ASSET, SETTINGS } from "./pool-terms";
import { SLOTS } from "./world";

/* One valid transaction of each of several kinds, for attacks to start from. */

export const POOL_TERMS = { ...poolIn(IDLE), validFromSlot: null };

export function approvedBy(text: string, indices = [0, 1]) {
  return indices.map((index) => approvalOf(index, text));
}

/** What the approvers sign to cancel a pool in this state. */
export function cancelTextOf({ plan, nonce }: PoolDatum, policyId = TRACED.policyId): string {
  return cancelText({ network: SETTINGS.network, policyId, plan, nonce });
}

export function cancelOf(datum: PoolDatum, policyId = TRACED.policyId): CancelRedeemer {
  return { kind: "cancel", settings: SETTINGS, approvals: approvedBy(cancelTextOf(datum, policyId)) };
}

export function cancelDraft(terms: SpendTerms = POOL_TERMS): TestDraft {
  const redeemer = cancelOf(terms.pool.datum, terms.pool.policyId);
  return draftSpend(terms, { redeemer, signatories: [] })(MUTANT_FEE);
}

export function closeDraft(): TestDraft {
  const text = closeText({ network: SETTINGS.network, policyId: TRACED.policyId, nonce: IDLE.nonce });
  const redeemer: CloseRedeemer = { kind: "close", settings: SETTINGS, approvals: approvedBy(text) };
  return draftSpend(POOL_TERMS, { redeemer, signatories: [] })(MUTANT_FEE);
}

const [FIRST, SECOND] = commitBatches([somePayouts(3, 0, 5n), somePayouts(2, 3)], PRIZE_ASSET);
if (!FIRST || !SECOND) throw new Error("two batches were wanted");
export const BATCH: CommittedBatch = FIRST;
export const DEADLINE_MS = slotToMs(SLOTS, START_SLOT + 600);

/** A pool about to pay the first of two batches. */
export const PAYING: PoolDatum = {
  ...IDLE,
  plan: "99".repeat(32),
  status: {
    kind: "paying",
    commitment: FIRST.commitment,
    remaining: addAmounts(FIRST.total, SECOND.total),
    outputs: 5,
    deadlineMs: DEADLINE_MS,
  },
};
export const PAY_TERMS = { ...poolIn(PAYING), validFromSlot: null };

export function payDraft(): TestDraft {
  const parts = {
    redeemer: payRedeemer(BATCH),
    payouts: BATCH.payouts,
    signatories: [OPERATOR.hash],
  };
  return draftSpend(PAY_TERMS, parts)(MUTANT_FEE);
}
