import type { NetworkType } from "@cardananium/cquisitor-lib";
import type { ProtocolParameters, TxOutput } from "@/server/domain/ports";
import type { Hex } from "@/server/domain/units";
import { type ExUnits, toRatio } from "../transaction/fee";
import { type Script, scriptByHash } from "../transaction/script";
import type { LedgerState } from "./ledger-state";

/* The ledger's state in the form of cquisitor-lib's input. */

/** Its `ValidationInputContext`, in JSON. Throws a RangeError where a number would not survive that. */
export function toContext(
  { outputs, scripts, chain, nowSlot, accounts }: LedgerState,
  networkType: NetworkType,
): string {
  const context = {
    networkType,
    slot: nowSlot,
    protocolParameters: toProtocolParameters(chain.parameters),
    utxoSet: outputs.map((output) => ({ isSpent: false, utxo: toUtxo(output, scripts) })),
    accountContexts: accounts.map(toAccount),
    ...NOTHING_GOVERNED,
  };
  return JSON.stringify(context, exactly);
}

/** Numbers of JSON are exact up to 2^53; an amount above that would be rounded, so it is refused. */
function exactly(_key: string, value: unknown): unknown {
  if (typeof value !== "bigint") return value;
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new RangeError(`${value} is too large for cquisitor's JSON`);
  return number;
}

function toUtxo(
  { ref, address, lovelace, assets, inlineDatum, datumHash, referenceScriptHash }: TxOutput,
  scripts: readonly Script[],
) {
  const held = scriptByHash(scripts, referenceScriptHash);
  const amount = Object.entries({ lovelace, ...assets });
  return {
    input: { txHash: ref.txHash, outputIndex: ref.index },
    output: {
      address,
      amount: amount.map(([unit, quantity]) => ({ unit, quantity: quantity.toString() })),
      ...(inlineDatum === null ? {} : { plutusData: inlineDatum }),
      ...(datumHash === null ? {} : { dataHash: datumHash }),
      ...(held === null ? {} : { scriptRef: scriptReference(held.bytes), scriptHash: held.hash }),
    },
  };
}

/** `[3, bytes]`: a Plutus V3 script in the ledger's CDDL. */
function scriptReference(bytes: Uint8Array): Hex {
  return `820359${bytes.length.toString(16).padStart(4, "0")}${Buffer.from(bytes).toString("hex")}`;
}

/**
 * cquisitor refuses a withdrawal from an account without a DRep. The ledger requires one of keys only (its
 * error, ConwayWdrlNotDelegatedToDRep, holds key hashes), so the script's account is given one here.
 */
function toAccount({ address, isRegistered, withdrawableLovelace }: LedgerState["accounts"][number]) {
  const delegatedToDrep = "drep_always_abstain";
  return { bech32Address: address, isRegistered, balance: withdrawableLovelace, delegatedToDrep };
}

function toProtocolParameters(p: ProtocolParameters) {
  const { PlutusV1: plutusV1, PlutusV2: plutusV2, PlutusV3: plutusV3 } = p.costModels;
  return {
    minFeeCoefficientA: p.minFeeA,
    minFeeConstantB: p.minFeeB,
    adaPerUtxoByte: p.coinsPerUtxoByte,
    collateralPercentage: p.collateralPercent,
    maxCollateralInputs: p.maxCollateralInputs,
    maxTransactionSize: p.maxTxSize,
    maxValueSize: p.maxValSize,
    maxTxExecutionUnits: { mem: p.maxTxExMem, steps: p.maxTxExSteps } satisfies ExUnits,
    executionPrices: { memPrice: toRatio(p.priceMem), stepPrice: toRatio(p.priceStep) },
    referenceScriptCostPerByte: toRatio(p.minFeeRefScriptCostPerByte),
    stakeKeyDeposit: p.stakeDepositLovelace,
    stakePoolDeposit: p.poolDeposit,
    protocolVersion: [p.protocolMajorVersion, 0],
    costModels: { plutusV1, plutusV2, plutusV3 },
    ...UNUSED_PARAMETERS,
  };
}

/** The library requires these; no transaction of ours depends on them. The values are mainnet's. */
const UNUSED_PARAMETERS = {
  maxBlockBodySize: 90_112,
  maxBlockHeaderSize: 1_100,
  maxBlockExecutionUnits: { mem: 62_000_000, steps: 20_000_000_000 },
  maxEpochForPoolRetirement: 18,
  minPoolCost: 170_000_000,
  drepDeposit: 500_000_000,
  governanceActionDeposit: 100_000_000_000,
};

const NOTHING_GOVERNED = {
  poolContexts: [],
  drepContexts: [],
  govActionContexts: [],
  lastEnactedGovAction: [],
  currentCommitteeMembers: [],
  potentialCommitteeMembers: [],
  treasuryValue: 0,
};
