import { makeAddress } from "@/server/domain/cardano/address";
import type { PoolRedeemer } from "@/server/domain/contract/acts";
import type { Amount } from "@/server/domain/contract/amount";
import { encodeDatum } from "@/server/domain/contract/datum";
import { payoutOutput, poolAssets } from "@/server/domain/contract/pool-assets";
import type { PoolState } from "@/server/domain/contract/read-pool";
import type { PoolAfter } from "@/server/domain/contract/spend";
import type { Payout, PrizeAsset } from "@/server/domain/contract/types";
import type { Hex } from "@/server/domain/units";
import type { OutputDraft } from "../transaction/cml";
import { madeOutput } from "../transaction/draft";
import type { PoolScript } from "./script";
import type { SpendTerms } from "./spend-terms";

export function treasuryOutputs(
  { script, prizeAsset }: SpendTerms,
  redeemer: PoolRedeemer,
  amount: Amount,
): OutputDraft[] {
  if (redeemer.kind !== "withdraw" && redeemer.kind !== "close") return [];
  const address = makeAddress(script.networkId, redeemer.settings.treasury, null);
  return [draftPayout({ address, ...amount }, prizeAsset)];
}

export function poolOutput(script: PoolScript, prizeAsset: PrizeAsset | null, after: PoolAfter): OutputDraft {
  return {
    address: script.address,
    lovelace: after.held.lovelace,
    assets: poolAssets(script.policyId, prizeAsset, after.held.tokens),
    inlineDatum: encodeDatum(after.datum),
    referenceScript: null,
  };
}

export function draftPayout(payout: Payout, prizeAsset: PrizeAsset | null): OutputDraft {
  return { ...payoutOutput(payout, prizeAsset), inlineDatum: null, referenceScript: null };
}

/** The pool as it will be when the transaction lands: always its first output. */
export function chainedPool(
  script: PoolScript,
  prizeAsset: PrizeAsset | null,
  txHash: Hex,
  after: PoolAfter,
): PoolState {
  const output = madeOutput(txHash, 0, poolOutput(script, prizeAsset, after));
  return { output, policyId: script.policyId, datum: after.datum, held: after.held };
}
