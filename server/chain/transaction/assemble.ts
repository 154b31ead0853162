import { bytesToHex, hexToBytes } from "@noble/hashes/utils";
import { requiredCollateral } from "@/server/domain/cardano/collateral";
import { blake2b256 } from "@/server/domain/hash";
import type { ProtocolParameters } from "@/server/domain/ports";
import type { Hex, Lovelace, Slot } from "@/server/domain/units";
import { BuildError } from "./build-error";
import { CML, freeingCml, own } from "./cml";
import { requiredSigners, type TransactionDraft } from "./draft";
import { type ChainTerms, evaluateScripts } from "./evaluate";
import { type ExUnits, minimumFee } from "./fee";
import { referenceScriptBytes, type Script } from "./script";
import { writeTransaction } from "./write-transaction";

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

/** Makes the draft for a fee. The outputs may depend on it; their number and kind may not. */
export type DraftForFee = (feeLovelace: Lovelace) => TransactionDraft;

/** A signature in the witness set: [key, signature], 32 and 64 bytes with their heads. */
const WITNESS_BYTES = 101;
/** Their map key, the tag of a set (258) and the head of their list, which has fewer than 24 items. */
const WITNESS_SET_BYTES = 5;

/**
 * Finds the exact fee and writes the bytes: the scripts are evaluated once, at the highest fee that could be,
 * and the body is written again with what they cost. Throws a BuildError when a script refuses, or when the
 * result exceeds a limit of the protocol or `maxFeeLovelace`.
 */
export function assemble(
  makeDraft: DraftForFee,
  scripts: readonly Script[],
  terms: ChainTerms,
  maxFeeLovelace: Lovelace,
): BuiltTransaction {
  const { parameters } = terms;
  const firstDraft = withAnyCollateral(makeDraft(maxFeeLovelace));
  const evaluated = evaluateScripts(firstDraft, scripts, terms);
  const units = sumUnits(evaluated);
  const referenceBytes = referenceScriptBytes([...firstDraft.inputs, ...firstDraft.referenceInputs], scripts);
  const finish = (fee: Lovelace) =>
    writeAt(withUnits(withCollateral(makeDraft(fee), parameters), evaluated), units, parameters);
  const feeOf = ({ signedSizeBytes }: BuiltTransaction) =>
    minimumFee(parameters, signedSizeBytes, units, referenceBytes);
  const guess = minimumFee(parameters, parameters.maxTxSize, units, referenceBytes);
  // The fee is part of the size: it is final when writing it changes nothing, usually at the second try.
  let built = finish(guess < maxFeeLovelace ? guess : maxFeeLovelace);
  for (let fee = feeOf(built); fee !== built.feeLovelace; fee = feeOf(built)) {
    if (fee > maxFeeLovelace) throw feeTooHigh(fee, maxFeeLovelace);
    built = finish(fee);
  }
  checkLimits(built, parameters);
  return built;
}

function feeTooHigh(fee: Lovelace, most: Lovelace): BuildError {
  return new BuildError(`the transaction would cost ${fee} lovelace, more than the ${most} allowed`, {
    kind: "fee-too-high",
    feeLovelace: `${fee}`,
    mostLovelace: `${most}`,
  });
}

function writeAt(draft: TransactionDraft, units: ExUnits, parameters: ProtocolParameters): BuiltTransaction {
  const { cbor, body } = freeingCml(() => {
    const transaction = writeTransaction(draft, parameters.costModels);
    return { cbor: transaction.to_cbor_hex(), body: own(transaction.body()).to_cbor_bytes() };
  });
  const signers = requiredSigners(draft);
  return {
    cbor,
    txHash: bytesToHex(blake2b256(body)),
    feeLovelace: draft.feeLovelace,
    validUntilSlot: draft.validUntilSlot,
    requiredSigners: signers,
    signedSizeBytes: cbor.length / 2 + WITNESS_SET_BYTES + signers.length * WITNESS_BYTES,
    units,
  };
}

function checkLimits({ signedSizeBytes, units }: BuiltTransaction, parameters: ProtocolParameters): void {
  const { maxTxSize, maxTxExMem, maxTxExSteps } = parameters;
  if (signedSizeBytes > maxTxSize) {
    throw new BuildError(`the transaction has ${signedSizeBytes} bytes, more than ${maxTxSize}`, {
      kind: "too-large",
      bytes: signedSizeBytes,
      mostBytes: maxTxSize,
    });
  }
  const { mem, steps } = units;
  if (mem > maxTxExMem || steps > maxTxExSteps) {
    throw new BuildError(
      `the scripts need ${mem} memory and ${steps} steps, more than ${maxTxExMem} and ${maxTxExSteps}`,
      {
        kind: "too-much-work",
        memory: `${mem}`,
        mostMemory: `${maxTxExMem}`,
        steps: `${steps}`,
        mostSteps: `${maxTxExSteps}`,
      },
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
function withCollateral(draft: TransactionDraft, { collateralPercent }: ProtocolParameters): TransactionDraft {
  if (!draft.collateral) return draft;
  const totalLovelace = requiredCollateral(draft.feeLovelace, collateralPercent);
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

export type KeyWitness = { readonly publicKey: Hex; readonly signature: Hex };

/** Adds signatures over the transaction's hash. Body and redeemers keep their bytes. */
export function signTransaction(cbor: Hex, witnesses: readonly KeyWitness[]): Hex {
  return freeingCml(() => {
    const transaction = own(CML.Transaction.from_cbor_hex(cbor));
    const list = own(CML.VkeywitnessList.new());
    for (const { publicKey, signature } of witnesses) {
      const key = own(CML.PublicKey.from_bytes(hexToBytes(publicKey)));
      const signed = own(CML.Ed25519Signature.from_raw_bytes(hexToBytes(signature)));
      list.add(own(CML.Vkeywitness.new(key, signed)));
    }
    const set = own(transaction.witness_set());
    set.set_vkeywitnesses(list);
    const complete = CML.Transaction.new(own(transaction.body()), set, true, transaction.auxiliary_data());
    return own(complete).to_cbor_hex();
  });
}
