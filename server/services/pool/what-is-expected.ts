import type { PoolScript } from "@/server/chain/pool/script";
import type { ChainTerms } from "@/server/chain/transaction/evaluate";
import type { Amount } from "@/server/domain/contract/amount";
import type { PoolState } from "@/server/domain/contract/read-pool";
import type { Settings } from "@/server/domain/contract/types";
import type { TxOutput } from "@/server/domain/ports";
import type { Hex, Slot } from "@/server/domain/units";
import type { ExpectedDeposit, ExpectedSpend, Ground, Running } from "@/server/domain/verifier/expected";
import type { SpendBasis } from "./spend-basis";

/* What the verifier of final bytes judges by. */

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

/** The id that is to be signed, the pool that it spends, and the newest block's slot. */
type Spent = { readonly txHash: Hex; readonly pool: PoolState; readonly nowSlot: Slot };

/** `payouts` are a Pay's; of others none. */
export function spendOf(
  basis: SpendBasis,
  { txHash, pool, nowSlot }: Spent,
  { redeemer, payouts }: Pick<ExpectedSpend, "redeemer" | "payouts">,
): ExpectedSpend {
  return { kind: "spend", ...runningOf(basis, txHash, nowSlot), pool: pool.output, redeemer, payouts };
}

type Paid = {
  readonly settings: Settings;
  readonly amount: Amount;
  /** All that may pay for it. */
  readonly funding: readonly TxOutput[];
  readonly changeAddress: string;
};

/** The operator's signature is its consent. */
export function depositOf(basis: SpendBasis, { txHash, pool, nowSlot }: Spent, paid: Paid): ExpectedDeposit {
  const { settings, amount, funding, changeAddress } = paid;
  const redeemer = { kind: "deposit", settings, approvals: [] } as const;
  const running = runningOf(basis, txHash, nowSlot);
  return { kind: "deposit", ...running, pool: pool.output, redeemer, amount, funding, changeAddress };
}
