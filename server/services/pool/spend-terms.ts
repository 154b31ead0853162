import { blake2b } from "@noble/hashes/blake2";
import { bytesToHex, hexToBytes } from "@noble/hashes/utils";
import { makePoolScript, type PoolScript, type Script } from "@/server/chain/pool/script";
import type { ReferenceScripts } from "@/server/chain/pool/spend-pool";
import type { ChainTerms } from "@/server/chain/transaction/assemble";
import { makeAddress } from "@/server/domain/cardano/address";
import { slotConfigOf } from "@/server/domain/contract/slot-clock";
import type { ChainSource, TransactionSigner, TxOutput } from "@/server/domain/ports";
import type { Lovelace } from "@/server/domain/units";
import { ServiceError } from "../errors";
import type { PoolRow } from "./load-pool";

/** What every transaction of the pool is built from, besides the pool itself. All read from the chain. */
export type PoolTerms = {
  readonly script: PoolScript;
  readonly referenceScripts: ReferenceScripts;
  /** The current balance of the governor's reward account. */
  readonly rewardsLovelace: Lovelace;
  readonly collateral: TxOutput;
  readonly chain: ChainTerms;
};

/** Enough for any of our transactions: collateral is one and a half times a fee of at most 10 ADA. */
const COLLATERAL_LOVELACE = 15_000_000n;

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

/** CIP-19's network id: 1 only for mainnet. */
export function networkIdOf(networkMagic: number): 0 | 1 {
  return networkMagic === 764_824_073 ? 1 : 0;
}

/** Where the operator keeps its collateral: the enterprise address of its key. */
export function operatorAddress(operator: TransactionSigner, networkId: 0 | 1): string {
  const hash = keyHashOf(operator.publicKey());
  return makeAddress(networkId, { kind: "key", hash }, null);
}

export function keyHashOf(publicKey: string): string {
  return bytesToHex(blake2b(hexToBytes(publicKey), { dkLen: 28 }));
}

/** Throws a readable ServiceError `unavailable` if a reference script or the collateral is missing. */
export async function readPoolTerms(
  source: ChainSource,
  row: PoolRow,
  operator: TransactionSigner,
): Promise<PoolTerms> {
  const [genesis, parameters] = await Promise.all([source.genesis(), source.parameters()]);
  const script = scriptOf(row, genesis.networkMagic);
  const address = operatorAddress(operator, script.networkId);
  const [holder, wallet, account] = await Promise.all([
    source.transaction(row.referenceScriptTxHash),
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
    const output = holder?.outputs.find(({ ref }) => ref.index === index);
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
    collateral: chooseCollateral(wallet, address),
    chain: { parameters, slots: slotConfigOf(genesis) },
  };
}

/** Always the same output, so that chained payouts share it. */
export function chooseCollateral(wallet: readonly TxOutput[], address: string): TxOutput {
  const fit = wallet
    .filter((output) => output.lovelace >= COLLATERAL_LOVELACE && Object.keys(output.assets).length === 0)
    .filter((output) => output.referenceScriptHash === null && output.inlineDatum === null)
    .sort((a, b) => (a.ref.txHash < b.ref.txHash ? -1 : a.ref.txHash > b.ref.txHash ? 1 : a.ref.index - b.ref.index));
  const [chosen] = fit;
  if (!chosen) {
    throw new ServiceError(
      "unavailable",
      `there is no collateral: send one output of at least ${COLLATERAL_LOVELACE / 1_000_000n} ADA, without tokens, to ${address}`,
    );
  }
  return chosen;
}
