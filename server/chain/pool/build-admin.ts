import type {
  CancelRedeemer,
  CloseRedeemer,
  UpdateSettingsRedeemer,
  WithdrawRedeemer,
} from "@/server/domain/contract/acts";
import type { BuiltTransaction } from "../transaction/assemble";
import { closePool, spendPool } from "./spend-pool";
import type { BuiltSpend, SpendTerms } from "./spend-terms";

/*
 * What the approvers do with the pool itself. Their signatures are in the redeemer: the transaction is signed by
 * nobody but the owner of the collateral, and a new operator.
 */

/** The approvers' brake: stops a plan, and voids every signature not yet used. */
export function buildCancel(terms: SpendTerms, redeemer: CancelRedeemer): BuiltSpend {
  return spendPool(terms, { redeemer, signatories: [] });
}

/** One change of the terms. A new operator signs too. */
export function buildUpdateSettings(terms: SpendTerms, redeemer: UpdateSettingsRedeemer): BuiltSpend {
  const { change } = redeemer;
  return spendPool(terms, { redeemer, signatories: change.kind === "setOperator" ? [change.operator] : [] });
}

/** Prize money back to the treasury. */
export function buildWithdraw(terms: SpendTerms, redeemer: WithdrawRedeemer): BuiltSpend {
  return spendPool(terms, { redeemer, signatories: [] });
}

/** Ends the pool: burns its token, all it holds goes to the treasury. */
export function buildClose(terms: SpendTerms, redeemer: CloseRedeemer): BuiltTransaction {
  return closePool(terms, { redeemer, signatories: [] });
}
