import { makePoolScript, type PoolScript } from "@/server/chain/pool/script";
import type { ReferenceScripts } from "@/server/chain/pool/spend-terms";
import type { ChainTerms } from "@/server/chain/transaction/evaluate";
import type { Script } from "@/server/chain/transaction/script";
import { enterpriseAddress } from "@/server/domain/cardano/address";
import { chooseCollateral, enoughCollateral } from "@/server/domain/cardano/collateral";
import { networkIdOf } from "@/server/domain/cardano/network";
import { slotConfigOf } from "@/server/domain/cardano/slot-clock";
import type { ChainSource, TransactionSigner, TxOutput } from "@/server/domain/ports";
import type { Lovelace } from "@/server/domain/units";
import { ServiceError } from "../errors";
import type { PoolRow } from "./load-pool";
import { readOutputs } from "./read-act";

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

/** Throws a readable ServiceError `unavailable` if a reference script or the collateral is missing. */
export async function readSpendBasis(
  source: ChainSource,
  row: PoolRow,
  operator: TransactionSigner,
): Promise<SpendBasis> {
  const [genesis, parameters] = await Promise.all([source.genesis(), source.parameters()]);
  const script = scriptOf(row, genesis.networkMagic);
  const address = enterpriseAddress(script.networkId, operator.publicKey());
  const [holder, wallet, account] = await Promise.all([
    readOutputs(source, row.referenceScriptTxHash),
    source.unspentOutputs(address),
    source.rewardAccount(script.governor.account),
  ]);
  if (!account.isRegistered) {
    throw new ServiceError(
      "unavailable",
      `the governor's reward account ${script.governor.account} is not registered on this chain: deploy again`,
    );
  }
  const holding = (index: number, held: Script): TxOutput => {
    const output = holder.find(({ ref }) => ref.index === index);
    if (output?.referenceScriptHash === held.hash) return output;
    throw new ServiceError(
      "unavailable",
      `the reference script ${row.referenceScriptTxHash}#${index} is not on chain: deploy again`,
    );
  };
  return {
    script,
    referenceScripts: {
      pool: holding(row.referenceScriptIndex, script),
      governor: holding(row.governorScriptIndex, script.governor),
    },
    rewardsLovelace: account.withdrawableLovelace,
    collateral: requireCollateral(wallet, address, parameters.collateralPercent),
    chain: { parameters, slots: slotConfigOf(genesis) },
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
