import { bytesToHex, hexToBytes } from "@noble/hashes/utils";
import type { OutRef } from "../ports";
import type { AssetUnit, Hex, Lovelace, Slot } from "../units";
import { addressFromBytes } from "./address";
import { arrayOf, byteString, fieldsByKey, hex, int, tuple } from "./cbor-shape";
import { type LedgerOutput, readOutput, readOutRef } from "./ledger-output";
import { readMint } from "./ledger-value";
import { type CborItem, readCbor } from "./read-cbor";
import { transactionId } from "./transaction-id";

/*
 * Reads a transaction from its final bytes, with nothing of the library that wrote them (Conway CDDL,
 * `transaction`). Only what the pool's transactions use; anything else is listed in `otherFields`.
 */

export type DecodedRedeemer = {
  readonly tag: bigint;
  readonly index: bigint;
  readonly data: Hex;
  readonly mem: bigint;
  readonly steps: bigint;
};

export type DecodedTransaction = {
  readonly txHash: Hex;
  readonly inputs: readonly OutRef[];
  readonly outputs: readonly LedgerOutput[];
  readonly feeLovelace: Lovelace;
  readonly validUntilSlot: Slot | null;
  readonly collateral: readonly OutRef[];
  readonly collateralReturn: LedgerOutput | null;
  readonly referenceInputs: readonly OutRef[];
  /** Quantities by unit, negative where tokens are burnt. */
  readonly mint: Readonly<Record<AssetUnit, bigint>>;
  /** From reward addresses. */
  readonly withdrawals: readonly { readonly account: string; readonly lovelace: Lovelace }[];
  /** Scripts whose reward accounts are opened by the certificate that needs no witness (CDDL `[0, credential]`). */
  readonly openedAccounts: readonly Hex[];
  /** Keys of the body that are not among the above: certificates (4), votes (19) ... */
  readonly otherFields: readonly bigint[];
  readonly redeemers: readonly DecodedRedeemer[];
  /** Keys of the witness set besides signatures (0) and redeemers (5). */
  readonly otherWitnesses: readonly bigint[];
  readonly isMarkedValid: boolean;
  readonly hasAuxiliaryData: boolean;
};

const READ_FIELDS = [0n, 1n, 2n, 3n, 5n, 8n, 9n, 11n, 13n, 14n, 16n, 17n, 18n];

/** Throws an Error that names the place where the bytes are not such a transaction. */
export function decodeTransaction(cbor: Hex): DecodedTransaction {
  const bytes = hexToBytes(cbor);
  const [body, witnesses, isValid, auxiliary] = tuple(readCbor(bytes), "the transaction", 4);
  const fields = fieldsByKey(body, "the body");
  const signed = fieldsByKey(witnesses, "the witness set");
  const optional = <T>(key: bigint, read: (item: CborItem) => T): T | null => {
    const item = fields.get(key);
    return item ? read(item) : null;
  };
  const refs = (key: bigint) => arrayOf(fields.get(key), `field ${key}`, true).map(readOutRef);
  return {
    txHash: transactionId(bytes),
    inputs: refs(0n),
    outputs: arrayOf(fields.get(1n), "the outputs").map(output),
    feeLovelace: int(fields.get(2n), "the fee"),
    validUntilSlot: optional(3n, slot),
    collateral: refs(13n),
    collateralReturn: optional(16n, output),
    referenceInputs: refs(18n),
    mint: optional(9n, readMint) ?? {},
    withdrawals: optional(5n, withdrawals) ?? [],
    openedAccounts: arrayOf(fields.get(4n), "the certificates", true).flatMap(openedAccount),
    otherFields: [...fields.keys()].filter((key) => !READ_FIELDS.includes(key)),
    redeemers: readRedeemers(signed.get(5n), bytes),
    otherWitnesses: [...signed.keys()].filter((key) => key !== 0n && key !== 5n),
    isMarkedValid: isValid?.kind === "simple" && isValid.value === true,
    hasAuxiliaryData: !(auxiliary?.kind === "simple" && auxiliary.value === null),
  };
}

/** At an address that can be read: the pool's transactions know no other. */
function output(item: CborItem): LedgerOutput {
  return readOutput(item, addressFromBytes);
}

function slot(item: CborItem): Slot {
  return Number(int(item, "a slot"));
}

/** `{reward address: amount}` */
function withdrawals(item: CborItem): DecodedTransaction["withdrawals"] {
  if (item.kind !== "map") throw new Error("the withdrawals should be a map");
  return item.entries.map(([account, amount]) => ({
    account: addressFromBytes(byteString(account, "a reward address")),
    lovelace: int(amount, "a withdrawal"),
  }));
}

/** `[0, [1, hash]]`. Other certificates open no account of a script. */
function openedAccount(item: CborItem): Hex[] {
  const [kind, credential] = arrayOf(item, "a certificate");
  if (int(kind, "the kind of a certificate") !== 0n) return [];
  const [owner, hash] = arrayOf(credential, "a credential");
  return int(owner, "the kind of a credential") === 1n ? [hex(hash, "a script's hash")] : [];
}

/** `[[tag, index, data, [mem, steps]]]` or `{[tag, index]: [data, [mem, steps]]}`. */
function readRedeemers(item: CborItem | undefined, bytes: Uint8Array): DecodedRedeemer[] {
  if (!item) return [];
  const rows =
    item.kind === "map"
      ? item.entries.map(([key, content]) => [...arrayOf(key, "a redeemer"), ...arrayOf(content, "a redeemer")])
      : arrayOf(item, "the redeemers").map((row) => arrayOf(row, "a redeemer"));
  return rows.map(([tag, index, data, units]) => {
    const [mem, steps] = arrayOf(units, "execution units");
    return {
      tag: int(tag, "a redeemer's tag"),
      index: int(index, "a redeemer's index"),
      data: bytesToHex(bytes.subarray(data?.start, data?.end)),
      mem: int(mem, "memory"),
      steps: int(steps, "steps"),
    };
  });
}
