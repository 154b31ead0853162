import { addressFromBytes } from "./address";
import { type CborNode, readCbor } from "./cbor";
import { asBytes, asFields, asHex, asInt, asList, asMap, isNull } from "./cbor-shape";
import { readCertificate } from "./certificate";
import { blake2b256 } from "./hash";
import { readMetadata } from "./metadata";
import { readAssets, readOutput } from "./output";
import { resolveRedeemer } from "./redeemer-target";
import type { OutRef, Script, Transaction } from "./types";
import { readWitnesses } from "./witness";

/**
 * Decodes a transaction (Alonzo to Conway CDDL): `[body, witnesses, is_valid, auxiliary data]`. The id is the
 * blake2b-256 of the body's bytes as received. Throws `CborError` on malformed bytes. The ledger decides whether the
 * transaction is valid.
 *
 * `addressOf` returns the address of an output that the transaction spends (to name the script of a spend redeemer), or
 * null if it is unknown.
 */
export function readTransaction(
  bytes: Uint8Array,
  addressOf: (ref: OutRef) => Transaction["outputs"][number]["address"] | null,
): Transaction {
  const items = asList(readCbor(bytes), "a transaction");
  const [bodyNode, witnessNode] = items;
  // Shelley to Mary had no validity flag.
  const [validNode, auxNode] = items.length === 3 ? [undefined, items[2]] : [items[2], items[3]];
  const body = asFields(bodyNode, "the transaction body");
  const hash = blake2b256(bodyNode?.raw ?? new Uint8Array());
  const outputs = asList(body.get(1), "the outputs").map((output, index) =>
    readOutput(output, { txHash: hash, index }),
  );
  const inputs = readRefs(body.get(0), "the inputs");
  const { redeemers, datums, scripts } = readWitnesses(witnessNode);
  const collateralReturn = body.get(16);
  const rest = {
    inputs,
    mint: body.has(9) ? readAssets(body.get(9), "the mint") : new Map<string, bigint>(),
    withdrawals: readWithdrawals(body.get(5)),
    certificates: body.has(4) ? asList(body.get(4), "the certificates").map(readCertificate) : [],
  };
  return {
    hash,
    bytes,
    valid: !(validNode?.type === "simple" && validNode.value === false),
    collateral: body.has(13) ? readRefs(body.get(13), "the collateral") : [],
    referenceInputs: body.has(18) ? readRefs(body.get(18), "the reference inputs") : [],
    outputs,
    // The index of a collateral return is the number of ordinary outputs (Babbage ledger specification).
    collateralReturn: collateralReturn ? readOutput(collateralReturn, { txHash: hash, index: outputs.length }) : null,
    feeLovelace: asInt(body.get(2), "the fee"),
    invalidBefore: optionalInt(body.get(8), "the start of the validity interval"),
    invalidHereafter: optionalInt(body.get(3), "the end of the validity interval"),
    requiredSigners: body.has(14) ? asList(body.get(14), "the signers").map((s) => asHex(s, "a signer")) : [],
    donationLovelace: optionalInt(body.get(22), "the donation") ?? 0n,
    datums,
    scripts: [...scripts, ...outputs.flatMap((output): Script[] => (output.script ? [output.script] : []))],
    metadata: isNull(auxNode) ? [] : readMetadata(auxNode),
    redeemers: redeemers.map((redeemer) => ({
      ...redeemer,
      scriptHash: resolveRedeemer(redeemer, rest, addressOf),
    })),
    ...rest,
  };
}

/** Inputs are a set for the ledger: sorted by id and index, as redeemers point into them. */
function readRefs(node: CborNode | undefined, what: string): OutRef[] {
  const refs = asList(node, what).map((item) => {
    const [hash, index] = asList(item, what);
    return { txHash: asHex(hash, `a hash in ${what}`), index: Number(asInt(index, `an index in ${what}`)) };
  });
  return refs.sort((a, b) => (a.txHash === b.txHash ? a.index - b.index : a.txHash < b.txHash ? -1 : 1));
}

function readWithdrawals(node: CborNode | undefined): Transaction["withdrawals"] {
  if (!node) return [];
  return asMap(node, "the withdrawals").map(([account, amount]) => ({
    address: addressFromBytes(asBytes(account, "a reward account")),
    lovelace: asInt(amount, "a withdrawal"),
  }));
}

function optionalInt(node: CborNode | undefined, what: string): bigint | null {
  return node ? asInt(node, what) : null;
}
