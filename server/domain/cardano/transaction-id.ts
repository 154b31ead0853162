import { bytesToHex } from "@noble/hashes/utils";
import { blake2b256 } from "../hash";
import type { Hex } from "../units";
import { readCbor } from "./read-cbor";

/**
 * The id of a serialised transaction: blake2b-256 of the exact bytes of its body, which is the first item of
 * the array (ledger CDDL, "transaction"). The bytes are never decoded and encoded again: another encoding of
 * the same body would have another id. Throws on bytes that are not a CBOR array with a map first.
 */
export function transactionId(tx: Uint8Array): Hex {
  const item = readCbor(tx);
  const body = item.kind === "array" ? item.items[0] : undefined;
  if (body?.kind !== "map") throw new Error("a transaction is a CBOR array with a map first; this is none");
  return bytesToHex(blake2b256(tx.subarray(body.start, body.end)));
}
