import { bytesToHex } from "@noble/hashes/utils";
import { splitCbor } from "@/server/domain/cardano/cbor-shape";
import { blake2b256 } from "@/server/domain/hash";
import type { Hex } from "@/server/domain/units";
import * as answers from "./answers";
import type { BlockfrostClient } from "./client";

/** The bytes of a transaction. Its id is the hash of its body, so that they need not be believed. */
export async function readTransactionBytes(client: BlockfrostClient, hash: Hex): Promise<Hex | null> {
  const answer = await client.get(`txs/${hash}/cbor`, answers.transactionCbor);
  if (!answer) return explainMissing(client, hash);
  const got = bodyHash(answer.cbor);
  if (got === null) throw client.error("wrong-answer", `the bytes given for ${hash} are no transaction's.`);
  if (got !== hash) throw client.error("lying", `the bytes given for ${hash} are those of ${got}.`);
  return answer.cbor;
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

/**
 * Servers whose database keeps no bytes say of every transaction that they do not know it. The funds of genesis are
 * transactions without bytes everywhere.
 */
async function explainMissing(client: BlockfrostClient, hash: Hex): Promise<null> {
  const known = await client.get(`txs/${hash}`, answers.whetherInBlock);
  if (!known?.block_height) return null;
  throw client.error(
    "not-supported",
    `txs/${hash} is known, but txs/${hash}/cbor says "Not Found": this server keeps no bytes. Turn them on (db-sync: tx_cbor; Yaci Store: store.transaction.save-cbor), or use another server.`,
  );
}
