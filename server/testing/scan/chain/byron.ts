import { blake2b } from "@noble/hashes/blake2b";
import { bytesToHex, hexToBytes } from "@noble/hashes/utils";
import * as cbor from "./cbor";
import type { Output, Ref, TestTransaction } from "./transaction";

/** A transaction of the Byron era (Byron CDDL, `txpayload`): its fee is what is left over, its lists have no length. */
export function makeByronTransaction(inputs: readonly Ref[], outputs: readonly Output[]): TestTransaction {
  const encodedInputs = inputs.map(({ id, index }) => {
    const ref = cbor.array([cbor.bytes(hexToBytes(id)), cbor.int(index)]);
    return cbor.array([cbor.int(0), cbor.tag(24, cbor.bytes(ref))]);
  });
  // A Byron address is CBOR itself, and stands here as it is.
  const encodedOutputs = outputs.map(({ to, lovelace }) => cbor.array([to.bytes, cbor.int(lovelace)]));
  const body = cbor.array([cbor.array(encodedInputs, true), cbor.array(encodedOutputs, true), cbor.map([])]);
  const witnesses = cbor.array([]);
  return {
    id: bytesToHex(blake2b(body, { dkLen: 32 })),
    inputs,
    outputs,
    feeLovelace: 0n,
    mint: {},
    withdrawnLovelace: 0n,
    collateral: [],
    collateralReturn: null,
    valid: true,
    cbor: () => bytesToHex(cbor.array([body, witnesses])),
  };
}
