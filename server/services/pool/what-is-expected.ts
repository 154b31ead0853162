import type { PoolScript } from "@/server/chain/pool/script";
import type { ChainTerms } from "@/server/chain/transaction/evaluate";
import type { Hex, Slot } from "@/server/domain/units";
import type { Ground, Running } from "@/server/domain/verifier/expected";
import type { SpendBasis } from "./spend-basis";

/* What the verifier of final bytes judges by, as far as it is the same for every transaction of a pool. */

/** `txHash` is what the keys are asked to sign, `nowSlot` the newest block's. */
export function groundOf(
  { script, chain }: { readonly script: PoolScript; readonly chain: ChainTerms },
  txHash: Hex,
  nowSlot: Slot,
): Ground {
  const { policyId, governor, networkId } = script;
  const { parameters, slots } = chain;
  return { txHash, policyId, governorHash: governor.hash, networkId, parameters, slots, nowSlot };
}

/** Where scripts run. */
export function runningOf(basis: SpendBasis, txHash: Hex, nowSlot: Slot): Running {
  return { ...readingOf(basis, txHash, nowSlot), collateral: basis.collateral };
}

/** The same without what is at stake. */
export function readingOf(
  basis: Omit<SpendBasis, "collateral">,
  txHash: Hex,
  nowSlot: Slot,
): Omit<Running, "collateral"> {
  const { script, referenceScripts, rewardsLovelace } = basis;
  const { pool, governor } = referenceScripts;
  return {
    ...groundOf(basis, txHash, nowSlot),
    referenceScripts: {
      pool: { ref: pool.ref, sizeBytes: script.bytes.length },
      governor: { ref: governor.ref, sizeBytes: script.governor.bytes.length },
    },
    rewardsLovelace,
  };
}
