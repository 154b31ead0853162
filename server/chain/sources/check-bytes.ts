import { bytesToHex } from "@noble/hashes/utils";
import { splitCbor } from "@/server/domain/cardano/cbor-shape";
import { blake2b256 } from "@/server/domain/hash";
import type { Hex } from "@/server/domain/units";
import type { JsonClient } from "./http/client";

/** The bytes, which must be those of the transaction: its id is the hash of its body, so nothing need be believed. */
export function checkTransactionBytes({ error }: Pick<JsonClient, "error">, hash: Hex, cbor: Hex): Hex {
  const got = bodyHash(cbor);
  if (got === null) throw error("wrong-answer", `the bytes given for ${hash} are no transaction's.`);
  if (got !== hash) throw error("lying", `the bytes given for ${hash} are those of ${got}.`);
  return cbor;
}

/** Of any era's, also of one that nobody here can read: what it says is for whoever asked for it. */
function bodyHash(cbor: Hex): Hex | null {
  try {
    const [body] = splitCbor(Buffer.from(cbor, "hex"), 4, "the transaction");
    return body ? bytesToHex(blake2b256(body)) : null;
  } catch {
    return null;
  }
}
