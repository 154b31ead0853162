import type { CommitRedeemer, ResumeRedeemer } from "@/server/domain/contract/acts";
import { spendPool } from "./spend-pool";
import type { BuiltSpend, SpendTerms } from "./spend-terms";

/** Commits the pool to a signed plan. The operator signs. Both validity bounds are needed, under an hour apart. */
export function buildCommit(terms: SpendTerms, redeemer: CommitRedeemer): BuiltSpend {
  return byOperator(terms, redeemer);
}

/**
 * Continues with what the last plan left unpaid, under new signatures. The operator signs; both validity
 * bounds are needed.
 */
export function buildResume(terms: SpendTerms, redeemer: ResumeRedeemer): BuiltSpend {
  return byOperator(terms, redeemer);
}

/** Ends a plan whose deadline is over. The operator signs; `validFromSlot` must not be before the deadline. */
export function buildExpire(terms: SpendTerms): BuiltSpend {
  return byOperator(terms, { kind: "expire" });
}

function byOperator(terms: SpendTerms, redeemer: CommitRedeemer | ResumeRedeemer | { kind: "expire" }): BuiltSpend {
  return spendPool(terms, { redeemer, signatories: [terms.pool.datum.operator] });
}
