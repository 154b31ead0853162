import { encodeAct } from "@/server/domain/contract/act-codec";
import { isAct, type PoolRedeemer } from "@/server/domain/contract/acts";
import { BURN_REDEEMER, encodeRedeemer } from "@/server/domain/contract/redeemer";
import type { DraftForFee } from "../transaction/assemble";
import type { RedeemerDraft, TransactionDraft } from "../transaction/draft";
import { draftPayout, poolOutput, treasuryOutputs } from "./draft-outputs";
import { successorByFee } from "./foresee-spend";
import { type SpendParts, type SpendTerms, UNMEASURED } from "./spend-terms";

/** The draft of a spend that has the pool as its only input, for any fee. */
export function draftSpend(terms: SpendTerms, parts: SpendParts, after = successorByFee(terms, parts)): DraftForFee {
  const { script, prizeAsset, pool } = terms;
  const payouts = (parts.payouts ?? []).map((payout) => draftPayout(payout, prizeAsset));
  return (feeLovelace) => {
    const { pool: next, toTreasury } = after(feeLovelace);
    return {
      ...draftFrame(terms, parts.redeemer),
      inputs: [pool.output],
      outputs: [
        ...(next ? [poolOutput(script, prizeAsset, next)] : []),
        ...treasuryOutputs(terms, parts.redeemer, toTreasury),
        ...payouts,
      ],
      feeLovelace,
      signatories: parts.signatories,
    };
  };
}

/** What all spends of the pool have in common; an act brings the governor along. */
export function draftFrame(
  terms: SpendTerms,
  redeemer: PoolRedeemer,
): Omit<TransactionDraft, "inputs" | "outputs" | "feeLovelace" | "signatories"> {
  const { script, pool, referenceScripts, rewardsLovelace } = terms;
  const spend: RedeemerDraft = {
    purpose: { kind: "spend", ref: pool.output.ref },
    data: encodeRedeemer(redeemer),
    units: UNMEASURED,
  };
  const frame = {
    referenceInputs: [referenceScripts.pool],
    validFromSlot: terms.validFromSlot,
    validUntilSlot: terms.validUntilSlot,
    mint: {},
    withdrawals: [],
    registrations: [],
    redeemers: [spend],
    collateral: { output: terms.collateral, totalLovelace: 0n },
  };
  if (!isAct(redeemer)) return frame;
  const { account } = script.governor;
  const burn: RedeemerDraft = {
    purpose: { kind: "mint", policyId: script.policyId },
    data: BURN_REDEEMER,
    units: UNMEASURED,
  };
  const judge: RedeemerDraft = {
    purpose: { kind: "reward", account },
    data: encodeAct(redeemer),
    units: UNMEASURED,
  };
  const burns = redeemer.kind === "close";
  return {
    ...frame,
    referenceInputs: [referenceScripts.pool, referenceScripts.governor],
    withdrawals: [{ account, lovelace: rewardsLovelace }],
    mint: burns ? { [script.stateToken]: -1n } : {},
    redeemers: burns ? [spend, burn, judge] : [spend, judge],
  };
}
