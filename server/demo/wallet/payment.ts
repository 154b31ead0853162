import { bytesToHex } from "@noble/hashes/utils";
import { signTransaction } from "@/server/chain/transaction/assemble";
import { BuildError } from "@/server/chain/transaction/build-error";
import { CML } from "@/server/chain/transaction/cml";
import { madeOutput, NOTHING_ELSE, requiredSigners, type TransactionDraft } from "@/server/chain/transaction/draft";
import { minimumFee } from "@/server/chain/transaction/fee";
import { writeTransaction } from "@/server/chain/transaction/write-transaction";
import { showRef } from "@/server/domain/cardano/out-ref";
import { blake2b256 } from "@/server/domain/hash";
import type { TxOutput } from "@/server/domain/ports";
import type { Hex, Lovelace, Slot } from "@/server/domain/units";
import { changeOf, withoutZeros } from "./change";
import type { SigningKey } from "./keys";
import { keysOf, nativeScriptHash, toCmlNativeScript } from "./native-script";
import { checkOutput, toOutputDraft } from "./output";
import type { Mint, PaymentInput } from "./payment-input";

export type BuiltPayment = {
  /** Unsigned. */
  readonly cbor: Hex;
  readonly txHash: Hex;
  readonly feeLovelace: Lovelace;
  readonly validUntilSlot: Slot;
  /** Key hashes that must sign, sorted. */
  readonly requiredSigners: readonly Hex[];
  readonly signedSizeBytes: number;
  /** All outputs, the change last, so that they can be spent before they are in a block. */
  readonly outputs: readonly TxOutput[];
};

/** Bytes of a signature in the witness set ([key, signature]), and of their list in an empty set (key, tag, head). */
const WITNESS_BYTES = 101;
const WITNESS_LIST_BYTES = 5;
const ATTEMPTS = 4;

/**
 * Builds a payment by keys with the exact fee. The same input always gives the same bytes. Throws a BuildError that
 * names what is missing if the inputs do not cover it, or the output that the ledger would refuse.
 */
export function buildPayment(payment: PaymentInput): BuiltPayment {
  const { parameters } = payment;
  for (const { ref, referenceScriptHash } of payment.inputs) {
    // It would cost extra, and is never there by accident.
    if (referenceScriptHash !== null) throw new BuildError(`The output ${showRef(ref)} holds a reference script.`);
  }
  for (const output of payment.outputs) checkOutput(output, parameters, "an output");
  // Starts below every real fee, so that the first attempt asks for no more than is needed.
  let built = writeAt(payment, BigInt(parameters.minFeeB));
  for (let attempt = 1; ; attempt++) {
    const fee = minimumFee(parameters, built.signedSizeBytes, { mem: 0n, steps: 0n }, 0);
    // The fee may swing between two values, as a smaller change may take fewer bytes. The higher one wins.
    if (fee === built.feeLovelace || (attempt >= ATTEMPTS && fee < built.feeLovelace)) break;
    built = writeAt(payment, fee);
  }
  if (built.signedSizeBytes > parameters.maxTxSize) {
    throw new BuildError(`The payment has ${built.signedSizeBytes} bytes, over the limit of ${parameters.maxTxSize}.`);
  }
  const change = built.outputs[payment.outputs.length];
  if (change) checkOutput(change, parameters, "the change");
  return built;
}

/** Signs with the required keys. Throws if one is missing. */
export function signPayment(payment: BuiltPayment, keys: readonly SigningKey[]): Hex {
  const witnesses = payment.requiredSigners.map((hash) => {
    const key = keys.find(({ keyHash }) => keyHash === hash);
    if (!key) throw new BuildError(`The payment needs the signature of key ${hash}, which is missing.`);
    return { publicKey: key.publicKey(), signature: key.signTransactionId(payment.txHash) };
  });
  return signTransaction(payment.cbor, witnesses);
}

function writeAt(payment: PaymentInput, feeLovelace: Lovelace): BuiltPayment {
  const { inputs, validUntilSlot, mint } = payment;
  const outputs = [...payment.outputs, changeOf(payment, feeLovelace)];
  const draft: TransactionDraft = {
    ...NOTHING_ELSE,
    inputs,
    outputs: outputs.map(toOutputDraft),
    feeLovelace,
    validUntilSlot,
    mint: mint ? checkedMint(mint) : {},
  };
  const transaction = withPolicy(writeTransaction(draft, payment.parameters.costModels), mint);
  const cbor = transaction.to_cbor_hex();
  const txHash = bytesToHex(blake2b256(transaction.body().to_cbor_bytes()));
  const owners = requiredSigners(draft);
  const signers = [...new Set([...owners, ...(mint ? keysOf(mint.policy) : [])])].sort();
  return {
    cbor,
    txHash,
    feeLovelace,
    validUntilSlot,
    requiredSigners: signers,
    signedSizeBytes: cbor.length / 2 + WITNESS_LIST_BYTES + signers.length * WITNESS_BYTES,
    outputs: outputs.map((output, index) =>
      madeOutput(txHash, index, toOutputDraft({ ...output, assets: withoutZeros(output.assets) })),
    ),
  };
}

function checkedMint({ policy, quantities }: Mint): Mint["quantities"] {
  const policyId = nativeScriptHash(policy);
  const stranger = Object.keys(quantities).find((unit) => !unit.startsWith(policyId));
  if (stranger) throw new BuildError(`The asset ${stranger} is not under the policy ${policyId}.`);
  return quantities;
}

function withPolicy(transaction: CML.Transaction, mint: Mint | undefined): CML.Transaction {
  if (!mint) return transaction;
  const witnesses = transaction.witness_set();
  const scripts = CML.NativeScriptList.new();
  scripts.add(toCmlNativeScript(mint.policy));
  witnesses.set_native_scripts(scripts);
  return CML.Transaction.new(transaction.body(), witnesses, true);
}
