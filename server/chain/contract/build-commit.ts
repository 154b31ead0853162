import type { CancelRedeemer, CommitRedeemer, ResumeRedeemer } from "@/server/domain/contract/types";
import { type BuiltSpend, type SpendTerms, spendPool } from "./spend-pool";

/** What an act of the approvers may cost whatever max_fee says: 10 ADA (contracts/lib/pool.ak). */
const APPROVED_ACT_MAX_FEE = 10_000_000n;

/** Commits the pool to a signed plan. The operator signs. Both validity bounds are needed, under an hour apart. */
export function buildCommit(terms: SpendTerms, redeemer: CommitRedeemer): BuiltSpend {
  return byOperator(terms, redeemer);
}

/** Takes up what the last plan left, newly signed. The operator signs; both validity bounds are needed. */
export function buildResume(terms: SpendTerms, redeemer: ResumeRedeemer): BuiltSpend {
  return byOperator(terms, redeemer);
}

/** Ends a plan whose deadline is over. The operator signs; `validFromSlot` must not be before the deadline. */
export function buildExpire(terms: SpendTerms): BuiltSpend {
  return byOperator(terms, { kind: "expire" });
}

/** The approvers' brake. Nobody signs the transaction but the owner of the collateral. */
export function buildCancel(terms: SpendTerms, redeemer: CancelRedeemer): BuiltSpend {
  return spendPool(terms, { redeemer, signatories: [], maxFeeLovelace: APPROVED_ACT_MAX_FEE });
}

function byOperator(
  terms: SpendTerms,
  redeemer: CommitRedeemer | ResumeRedeemer | { kind: "expire" },
): BuiltSpend {
  const { operator, maxFeeLovelace } = terms.pool.datum;
  return spendPool(terms, { redeemer, signatories: [operator], maxFeeLovelace });
}
