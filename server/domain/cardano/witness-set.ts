import { bytesToHex, hexToBytes } from "@noble/hashes/utils";
import type { Hex } from "../units";
import { arrayOf, byteString, fieldsByKey, int } from "./cbor-shape";
import { type CborItem, readCbor } from "./read-cbor";

export type KeySignature = { readonly publicKey: Hex; readonly signature: Hex };

/** More than any transaction can carry, in hex. */
const MOST_DIGITS = 100_000;

/**
 * The keys' signatures in what wallets and tools give back: the witness set of CIP-30's `signTx`, a whole transaction
 * (some wallets, `cardano-cli transaction sign`), or one signature (`cardano-cli transaction witness`, `[0, [key,
 * signature]]`). What else is in it is left. Whether they are right is for the caller. Throws an Error that says what
 * is wrong.
 */
export function readSignatures(cbor: Hex): KeySignature[] {
  if (cbor.length > MOST_DIGITS) throw new Error(`${cbor.length / 2} bytes are more than a transaction may have`);
  if (!/^([0-9a-fA-F]{2})+$/.test(cbor)) throw new Error("it is not hexadecimal");
  const item = readCbor(hexToBytes(cbor.toLowerCase()));
  if (item.kind === "map") return fromSet(item);
  if (item.kind === "array" && item.items.length === 4) return fromSet(item.items[1]);
  const [kind, signature] = arrayOf(item, "what came");
  if (kind?.kind !== "int" || int(kind, "its kind") !== 0n) throw new Error("it is no signature of a key");
  return [keySignature(signature)];
}

function fromSet(item: CborItem | undefined): KeySignature[] {
  return arrayOf(fieldsByKey(item, "the witness set").get(0n), "the signatures", true).map(keySignature);
}

function keySignature(item: CborItem | undefined): KeySignature {
  const [publicKey, signature] = arrayOf(item, "a signature");
  // Not `hex` of cbor-shape.ts, which needs Node's Buffer: browsers read what their wallets answer.
  const [key, bytes] = [byteString(publicKey, "a key", 32, 32), byteString(signature, "a signature", 64, 64)];
  return { publicKey: bytesToHex(key), signature: bytesToHex(bytes) };
}
