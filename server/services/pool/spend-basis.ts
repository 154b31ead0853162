import { makePoolScript, type PoolScript } from "@/server/chain/pool/script";
import type { ReferenceScripts } from "@/server/chain/pool/spend-terms";
import type { ChainTerms } from "@/server/chain/transaction/evaluate";
import { enterpriseAddress } from "@/server/domain/cardano/address";
import { chooseCollateral, enoughCollateral } from "@/server/domain/cardano/collateral";
import { networkIdOf } from "@/server/domain/cardano/network";
import { slotConfigOf } from "@/server/domain/cardano/slot-clock";
import type { ScriptRole } from "@/server/domain/contract/pool-fault";
import type { ChainSource, OutRef, TransactionSigner, TxOutput } from "@/server/domain/ports";
import type { Lovelace } from "@/server/domain/units";
import { ServiceError } from "../errors";
import type { PoolRow } from "./load-pool";
import { lookAtReferences, type References } from "./look-at-reference";
import { usableReferences } from "./usable-references";

/** What every transaction of the pool is built from, besides the pool itself. All read from the chain. */
export type SpendBasis = {
  readonly script: PoolScript;
  readonly referenceScripts: ReferenceScripts;
  /** The current balance of the governor's reward account. */
  readonly rewardsLovelace: Lovelace;
  readonly collateral: TxOutput;
  readonly chain: ChainTerms;
};

export function scriptOf(row: PoolRow, networkMagic: number): PoolScript {
  const script = makePoolScript({ txHash: row.seedTxHash, index: row.seedOutputIndex }, networkIdOf(networkMagic));
  if (script.policyId !== row.policyId) {
    throw new ServiceError(
      "unavailable",
      `this version's contract gives the pool ${script.policyId}, but ${row.policyId} is deployed: run the version that deployed it`,
    );
  }
  return script;
}

/**
 * Throws a readable ServiceError `unavailable` if the collateral is missing, or a reference script is not there, was
 * spent or is another: that is looked up each time, since whoever made them may be able to spend them.
 */
export async function readSpendBasis(
  source: ChainSource,
  row: PoolRow,
  operator: TransactionSigner,
): Promise<SpendBasis> {
  const [genesis, parameters] = await Promise.all([source.genesis(), source.parameters()]);
  const script = scriptOf(row, genesis.networkMagic);
  const address = enterpriseAddress(script.networkId, operator.publicKey());
  const [references, wallet, account] = await Promise.all([
    recordedReferences(source, row, script),
    source.unspentOutputs(address),
    source.rewardAccount(script.governor.account),
  ]);
  if (!account.isRegistered) {
    throw new ServiceError(
      "unavailable",
      `the governor's reward account ${script.governor.account} is not registered on this chain: deploy again`,
    );
  }
  return {
    script,
    referenceScripts: usableReferences(references),
    rewardsLovelace: account.withdrawableLovelace,
    collateral: requireCollateral(wallet, address, parameters.collateralPercent),
    chain: { parameters, slots: slotConfigOf(genesis) },
  };
}

/** The references that this installation uses, as they stand. */
export async function recordedReferences(source: ChainSource, row: PoolRow, script: PoolScript): Promise<References> {
  return lookAtReferences(source, refsOf(row), script);
}

/** Where the references are that this installation uses. */
export function refsOf(row: PoolRow): Readonly<Record<ScriptRole, OutRef>> {
  return {
    pool: { txHash: row.poolScriptTxHash, index: row.poolScriptIndex },
    governor: { txHash: row.governorScriptTxHash, index: row.governorScriptIndex },
  };
}

/** Throws ServiceError `unavailable` where the wallet at `address` has none, or none that is large enough. */
export function requireCollateral(wallet: readonly TxOutput[], address: string, percent: number): TxOutput {
  const chosen = chooseCollateral(wallet, percent);
  if (!chosen) {
    throw new ServiceError(
      "unavailable",
      `there is no collateral: send one output of at least ${enoughCollateral(percent) / 1_000_000n} ADA, without tokens, to ${address}`,
    );
  }
  return chosen;
}
