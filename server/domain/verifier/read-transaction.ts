import { bytesToHex, hexToBytes } from "@noble/hashes/utils";
import { fieldsByKey, hex, int, integer, tuple } from "../cardano/cbor-shape";
import { toHex } from "../cardano/hex-bytes";
import { type CborItem, readCbor } from "../cardano/read-cbor";
import { blake2b256 } from "../hash";
import type { Hex } from "../units";
import { entries, type FoundOutput, items, readAssets, readOutput, readRef } from "./read-output";

/*
 * Reads the final bytes strictly: what no transaction of ours has is refused, also where the ledger would take it or it
 * would say nothing. A field that stands there empty, or a second reading of the same, is refused as well.
 */

export type FoundRedeemer = {
  /** `tag:index` */
  readonly pointer: string;
  readonly data: Hex;
  readonly mem: bigint;
  readonly steps: bigint;
};

export type Found = {
  readonly txHash: Hex;
  readonly sizeBytes: number;
  readonly inputs: readonly string[];
  readonly outputs: readonly FoundOutput[];
  readonly fee: bigint;
  readonly untilSlot: bigint | null;
  readonly fromSlot: bigint | null;
  /** Scripts whose accounts are opened. */
  readonly opened: readonly Hex[];
  /** `account: lovelace` */
  readonly withdrawals: readonly string[];
  readonly mint: ReadonlyMap<string, bigint>;
  readonly scriptDataHash: Hex | null;
  readonly collateral: readonly string[];
  readonly collateralReturn: FoundOutput | null;
  readonly totalCollateral: bigint | null;
  readonly signatories: readonly Hex[];
  readonly referenceInputs: readonly string[];
  readonly redeemers: readonly FoundRedeemer[];
  readonly redeemerBytes: Hex | null;
  readonly witnesses: readonly { readonly key: Hex; readonly signature: Hex }[];
};

const BODY = [0n, 1n, 2n, 3n, 4n, 5n, 8n, 9n, 11n, 13n, 14n, 16n, 17n, 18n];
const WITNESSES = [0n, 5n];

/** Throws an Error that says what the bytes have that they should not. */
export function readTransaction(cbor: Hex): Found {
  const bytes = hexToBytes(cbor);
  const [body, witnesses, isValid, auxiliary] = tuple(readCbor(bytes), "the transaction", 4);
  if (isValid?.kind !== "simple" || isValid.value !== true) throw new Error("the transaction is marked as failing");
  if (auxiliary?.kind !== "simple" || auxiliary.value !== null) throw new Error("the transaction has auxiliary data");
  const fields = known(body, BODY, "the body");
  const signed = known(witnesses, WITNESSES, "the witness set");
  const list = <T>(key: bigint, read: (item: CborItem) => T): readonly T[] => {
    const item = fields.get(key);
    return item ? items(item, `field ${key} of the body`).map(read) : [];
  };
  const one = <T>(key: bigint, read: (item: CborItem) => T): T | null => {
    const item = fields.get(key);
    return item ? read(item) : null;
  };
  const redeemers = signed.get(5n);
  const signatures = signed.get(0n);
  return {
    txHash: bytesToHex(blake2b256(bytes.subarray(body?.start, body?.end))),
    sizeBytes: bytes.length,
    inputs: list(0n, readRef),
    outputs: list(1n, readOutput),
    fee: integer(fields.get(2n), "the fee"),
    untilSlot: one(3n, (item) => integer(item, "the end of the validity")),
    fromSlot: one(8n, (item) => integer(item, "the beginning of the validity")),
    opened: list(4n, readOpened),
    withdrawals: one(5n, readWithdrawals) ?? [],
    mint: one(9n, (item) => readAssets(item, -(1n << 63n))) ?? new Map(),
    scriptDataHash: one(11n, (item) => hex(item, "the script data hash", 32)),
    collateral: list(13n, readRef),
    collateralReturn: one(16n, readOutput),
    totalCollateral: one(17n, (item) => integer(item, "the total collateral")),
    signatories: list(14n, (item) => hex(item, "a signatory", 28)),
    referenceInputs: list(18n, readRef),
    redeemers: redeemers ? items(redeemers, "the redeemers").map((item) => readRedeemer(item, bytes)) : [],
    redeemerBytes: redeemers ? toHex(bytes.subarray(redeemers.start, redeemers.end)) : null,
    witnesses: signatures ? items(signatures, "the signatures").map(readWitness) : [],
  };
}

function known(item: CborItem | undefined, keys: readonly bigint[], what: string): Map<bigint, CborItem> {
  const fields = fieldsByKey(item, what);
  for (const key of fields.keys()) {
    if (!keys.includes(key)) throw new Error(`${what} has field ${key}, which none of ours has`);
  }
  return fields;
}

/** `[0, [1, hash]]`: the certificate that opens a script's account and does nothing else. */
function readOpened(item: CborItem): Hex {
  const [kind, owner] = tuple(item, "a certificate", 2);
  const [credential, hash] = tuple(owner, "a certificate's owner", 2);
  if (int(kind, "a certificate's kind") !== 0n || int(credential, "a certificate's owner") !== 1n)
    throw new Error("the body has a certificate that does not open a script's account");
  return hex(hash, "a certificate's script", 28);
}

function readWithdrawals(item: CborItem): string[] {
  return entries(item, "the withdrawals").map(
    ([account, lovelace]) => `${hex(account, "a reward account", 29)}: ${integer(lovelace, "a withdrawal")}`,
  );
}

/** `[tag, index, data, [mem, steps]]` */
function readRedeemer(item: CborItem, bytes: Uint8Array): FoundRedeemer {
  const [tag, index, data, units] = tuple(item, "a redeemer", 4);
  const [mem, steps] = tuple(units, "execution units", 2);
  return {
    pointer: `${int(tag, "a redeemer's tag")}:${int(index, "a redeemer's index")}`,
    data: toHex(bytes.subarray(data?.start, data?.end)),
    mem: integer(mem, "memory"),
    steps: integer(steps, "steps"),
  };
}

function readWitness(item: CborItem): Found["witnesses"][number] {
  const [key, signature] = tuple(item, "a signature", 2);
  return { key: hex(key, "a key", 32), signature: hex(signature, "a signature", 64) };
}
