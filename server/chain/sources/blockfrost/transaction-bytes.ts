import type { Hex } from "@/server/domain/units";
import { checkTransactionBytes } from "../check-bytes";
import * as answers from "./answers";
import type { BlockfrostClient } from "./client";

/** The bytes of a transaction. Its id is the hash of its body, so that they need not be believed. */
export async function readTransactionBytes(client: BlockfrostClient, hash: Hex): Promise<Hex | null> {
  const answer = await client.get(`txs/${hash}/cbor`, answers.transactionCbor);
  if (!answer) return explainMissing(client, hash);
  return checkTransactionBytes(client, hash, answer.cbor);
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
