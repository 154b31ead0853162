import { eval_phase_two_raw } from "@lucid-evolution/uplc";
import { blake2b } from "@noble/hashes/blake2b";
import { bytesToHex, hexToBytes } from "@noble/hashes/utils";
import type { SlotConfig } from "@/server/domain/contract/slot-clock";
import type { ProtocolParameters, TxOutput } from "@/server/domain/ports";
import type { Hex, Lovelace, Slot } from "@/server/domain/units";
import { CML, toCmlCostModels, toCmlInput, toCmlResolved } from "./cml";
import { requiredSigners, type TransactionDraft, writeTransaction } from "./draft";
import { ceilDivide, type ExUnits, minimumFee } from "./fee";
import type { PoolScript } from "./script";

/** What a transaction is built against. All of it is read from the chain. */
export type ChainTerms = { readonly parameters: ProtocolParameters; readonly slots: SlotConfig };

export type BuiltTransaction = {
  /** Unsigned. Never serialise it again: signatures are over these bytes. */
  readonly cbor: Hex;
  readonly txHash: Hex;
  readonly feeLovelace: Lovelace;
  /** First slot in which it can no longer land. */
  readonly validUntilSlot: Slot;
  /** Key hashes that must sign, sorted. */
  readonly requiredSigners: readonly Hex[];
  /** With all signatures. */
  readonly signedSizeBytes: number;
  /** Sum over the scripts that run. */
  readonly units: ExUnits;
};

export class BuildError extends Error {}

/** Makes the draft for a fee. The outputs may depend on it; their number and kind may not. */
export type DraftForFee = (feeLovelace: Lovelace) => TransactionDraft;

const ZERO_SIGNATURE = { publicKey: "00".repeat(32), signature: "00".repeat(64) };

/**
 * Finds the exact fee and writes the bytes: the scripts are evaluated once, at the highest fee that could be,
 * and the body is written again with what they cost. Throws a BuildError when a script refuses, or when the
 * result exceeds a limit of the protocol or `maxFeeLovelace`.
 */
export function assemble(
  makeDraft: DraftForFee,
  script: PoolScript,
  terms: ChainTerms,
  maxFeeLovelace: Lovelace,
): BuiltTransaction {
  const { parameters } = terms;
  const firstDraft = withAnyCollateral(makeDraft(maxFeeLovelace));
  const evaluated = evaluate(firstDraft, script, terms);
  const finish = (fee: Lovelace) => withUnits(withCollateral(makeDraft(fee), parameters), evaluated);
  const units = sumUnits(evaluated);
  const referenceBytes = referenceScriptBytes(firstDraft, script);
  const feeAt = (guess: Lovelace) =>
    minimumFee(parameters, signedSize(finish(guess), parameters), units, referenceBytes);
  // The fee is part of the size: a second round settles it, since a smaller fee takes no more bytes.
  const fee = feeAt(feeAt(minimumFee(parameters, 0, units, referenceBytes)));
  if (fee > maxFeeLovelace) {
    throw new BuildError(
      `the transaction would cost ${fee} lovelace, more than the ${maxFeeLovelace} allowed`,
    );
  }
  const draft = finish(fee);
  const built = finishTransaction(draft, units, parameters);
  checkLimits(built, parameters);
  return built;
}

function finishTransaction(
  draft: TransactionDraft,
  units: ExUnits,
  parameters: ProtocolParameters,
): BuiltTransaction {
  const transaction = writeTransaction(draft, parameters.costModels);
  return {
    cbor: transaction.to_cbor_hex(),
    txHash: bytesToHex(blake2b(transaction.body().to_cbor_bytes(), { dkLen: 32 })),
    feeLovelace: draft.feeLovelace,
    validUntilSlot: draft.validUntilSlot,
    requiredSigners: requiredSigners(draft),
    signedSizeBytes: signedSize(draft, parameters),
    units,
  };
}

function checkLimits({ signedSizeBytes, units }: BuiltTransaction, parameters: ProtocolParameters): void {
  if (signedSizeBytes > parameters.maxTxSize) {
    throw new BuildError(`the transaction has ${signedSizeBytes} bytes, more than ${parameters.maxTxSize}`);
  }
  if (units.mem > parameters.maxTxExMem || units.steps > parameters.maxTxExSteps) {
    throw new BuildError(
      `the scripts need ${units.mem} memory and ${units.steps} steps, more than ` +
        `${parameters.maxTxExMem} and ${parameters.maxTxExSteps}`,
    );
  }
}

/** No script sees the collateral: while the fee is a guess, all of it is at stake. */
function withAnyCollateral(draft: TransactionDraft): TransactionDraft {
  if (!draft.collateral) return draft;
  const { output } = draft.collateral;
  return { ...draft, collateral: { output, totalLovelace: output.lovelace } };
}

/** Sets the collateral that this fee asks for. */
function withCollateral(
  draft: TransactionDraft,
  { collateralPercent }: ProtocolParameters,
): TransactionDraft {
  if (!draft.collateral) return draft;
  const totalLovelace = ceilDivide(draft.feeLovelace * BigInt(collateralPercent), 100n);
  return { ...draft, collateral: { ...draft.collateral, totalLovelace } };
}

function withUnits(draft: TransactionDraft, units: readonly ExUnits[]): TransactionDraft {
  const redeemers = draft.redeemers.map((redeemer, i) => ({
    ...redeemer,
    units: units[i] ?? redeemer.units,
  }));
  return { ...draft, redeemers };
}

function sumUnits(all: readonly ExUnits[]): ExUnits {
  return all.reduce((sum, { mem, steps }) => ({ mem: sum.mem + mem, steps: sum.steps + steps }), {
    mem: 0n,
    steps: 0n,
  });
}

function referenceScriptBytes({ inputs, referenceInputs }: TransactionDraft, script: PoolScript): number {
  const holders = [...inputs, ...referenceInputs].filter((output) => output.referenceScriptHash !== null);
  return holders.length * script.bytes.length;
}

function signedSize(draft: TransactionDraft, { costModels }: ProtocolParameters): number {
  const unsigned = writeTransaction(draft, costModels).to_cbor_hex();
  const witnesses = requiredSigners(draft).map((_, i) => ({
    ...ZERO_SIGNATURE,
    publicKey: i.toString(16).padStart(64, "0"),
  }));
  return signTransaction(unsigned, witnesses).length / 2;
}

export type KeyWitness = { readonly publicKey: Hex; readonly signature: Hex };

/** Adds signatures over the transaction's hash. Body and redeemers keep their bytes. */
export function signTransaction(cbor: Hex, witnesses: readonly KeyWitness[]): Hex {
  const transaction = CML.Transaction.from_cbor_hex(cbor);
  const list = CML.VkeywitnessList.new();
  for (const { publicKey, signature } of witnesses) {
    const key = CML.PublicKey.from_bytes(hexToBytes(publicKey));
    list.add(CML.Vkeywitness.new(key, CML.Ed25519Signature.from_raw_bytes(hexToBytes(signature))));
  }
  const set = transaction.witness_set();
  set.set_vkeywitnesses(list);
  return CML.Transaction.new(transaction.body(), set, true, transaction.auxiliary_data()).to_cbor_hex();
}

/** Runs every script of the draft in Aiken's evaluator; costs in the order of `draft.redeemers`. */
function evaluate(draft: TransactionDraft, script: PoolScript, terms: ChainTerms): ExUnits[] {
  if (draft.redeemers.length === 0) return [];
  const { parameters, slots } = terms;
  const transaction = writeTransaction(draft, parameters.costModels).to_cbor_bytes();
  const outputs = [...draft.inputs, ...draft.referenceInputs, ...collateralOf(draft)];
  let answers: Uint8Array[];
  try {
    answers = eval_phase_two_raw(
      transaction,
      outputs.map(({ ref }) => toCmlInput(ref).to_cbor_bytes()),
      outputs.map((output) => toCmlResolved(output, script).to_cbor_bytes()),
      toCmlCostModels(parameters.costModels).to_cbor_bytes(),
      parameters.maxTxExSteps,
      parameters.maxTxExMem,
      BigInt(slots.zeroTimeMs),
      BigInt(slots.zeroSlot),
      slots.slotLengthMs,
    );
  } catch (error) {
    throw new BuildError(`the contract refuses the transaction: ${String(error)}`);
  }
  if (answers.length !== draft.redeemers.length) throw new BuildError("not every script was evaluated");
  return answers.map((bytes) => {
    const units = CML.LegacyRedeemer.from_cbor_bytes(bytes).ex_units();
    return { mem: units.mem(), steps: units.steps() };
  });
}

function collateralOf(draft: TransactionDraft): TxOutput[] {
  return draft.collateral ? [draft.collateral.output] : [];
}
