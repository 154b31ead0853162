import * as cquisitor from "@cardananium/cquisitor-lib";
import type { SlotConfig } from "@/server/domain/contract/slot-clock";
import { slotToMs } from "@/server/domain/contract/slot-clock";
import type { ProtocolParameters, RewardAccount, TxOutput } from "@/server/domain/ports";
import type { Hex } from "@/server/domain/units";
import type { ExUnits } from "./fee";
import { toRatio } from "./fee";
import type { LedgerState } from "./ledger-state";
import { type PoolScript, scriptByHash } from "./script";

/*
 * cquisitor-lib: the ledger's rules by another code base (cardano-serialization-lib, Pallas and Aiken's machine)
 * than those which build (CML) and evaluate (scalus). Only this file knows how it wants its questions.
 */

export type LedgerAnswer = {
  readonly phase1: readonly string[];
  /** Null where the library cannot judge it: it has no other clocks than those of the public networks. */
  readonly phase2: readonly string[] | null;
};

/** The clocks compiled into the library: first slot of its last era, and when that began. */
const CLOCKS = [
  { network: "mainnet", networkId: 1, zeroSlot: 4_492_800, zeroTimeMs: 1_596_059_091_000 },
  { network: "preprod", networkId: 0, zeroSlot: 86_400, zeroTimeMs: 1_655_769_600_000 },
  { network: "preview", networkId: 0, zeroSlot: 0, zeroTimeMs: 1_666_656_000_000 },
] as const;

/** Which of the public networks' clocks this chain has, if any. */
export function publicClock(slots: SlotConfig, networkId: 0 | 1): (typeof CLOCKS)[number]["network"] | null {
  const same = CLOCKS.find(
    (clock) =>
      clock.networkId === networkId &&
      slots.slotLengthMs === 1000 &&
      slotToMs(slots, clock.zeroSlot) === clock.zeroTimeMs,
  );
  return same?.network ?? null;
}

/**
 * Asks the library. What it cannot read at all is an error of phase 1. `openedAccounts` are scripts whose accounts the
 * transaction opens by a certificate that needs no witness.
 */
export function askCquisitor(
  transaction: Hex,
  openedAccounts: readonly Hex[],
  { outputs, script, chain, nowSlot, account }: LedgerState,
): LedgerAnswer {
  const network = publicClock(chain.slots, script.networkId);
  const context = {
    // Phase 1 needs no more of the network than its id.
    networkType: network ?? (script.networkId === 1 ? "mainnet" : "preprod"),
    slot: nowSlot,
    protocolParameters: toProtocolParameters(chain.parameters),
    utxoSet: outputs.map((output) => ({ isSpent: false, utxo: toUtxo(output, script) })),
    accountContexts: [toAccount(script.governor.account, account)],
    ...NOTHING_GOVERNED,
  };
  try {
    const json = cquisitor.validate_transaction_js(transaction, JSON.stringify(context, exactly));
    const { errors, phase2_errors }: cquisitor.ValidationResult = JSON.parse(json);
    const phase1 = errors.filter(({ error }) => !isMistaken(error, openedAccounts)).map(inWords);
    return { phase1, phase2: network === null ? null : phase2_errors.map(inWords) };
  } catch (error) {
    return { phase1: [`cquisitor cannot read it: ${String(error)}`], phase2: null };
  }
}

/** The library wants a script's witness for every certificate; the ledger wants none for `[0, credential]`. */
function isMistaken(error: cquisitor.Phase1Error, openedAccounts: readonly Hex[]): boolean {
  return (
    typeof error === "object" &&
    "MissingScriptWitnesses" in error &&
    openedAccounts.includes(error.MissingScriptWitnesses.missing_script_hash)
  );
}

function inWords({
  error_message,
  locations,
}: cquisitor.ValidationPhase1Error | cquisitor.ValidationPhase2Error) {
  return locations.length > 0 ? `${error_message} (${locations.join(", ")})` : error_message;
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
  script: PoolScript,
) {
  const held = referenceScriptHash === null ? null : scriptByHash(script, referenceScriptHash);
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
 * The library lets nobody withdraw who has no DRep. The ledger asks that of keys alone: its error,
 * ConwayWdrlNotDelegatedToDRep, can name nothing but key hashes. So the script's account gets one.
 */
function toAccount(bech32Address: string, { isRegistered, withdrawableLovelace }: RewardAccount) {
  const delegatedToDrep = "drep_always_abstain";
  return { bech32Address, isRegistered, balance: withdrawableLovelace, delegatedToDrep };
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

/** Asked for by the library, and needed by no transaction of ours: those of mainnet. */
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
