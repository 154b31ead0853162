import { decodeTransaction } from "@/server/domain/cardano/decode-transaction";
import type { Hex } from "@/server/domain/units";
import * as answers from "./answers";
import type { BlockfrostClient } from "./client";

/** The bytes of a transaction. Its id is the hash of its body, so that they need not be believed. */
export async function readTransactionBytes(client: BlockfrostClient, hash: Hex): Promise<Hex | null> {
  const answer = await client.get(`txs/${hash}/cbor`, answers.transactionCbor);
  if (!answer) return null;
  let txHash: Hex;
  try {
    txHash = decodeTransaction(answer.cbor).txHash;
  } catch (error) {
    throw client.error("not-supported", `the bytes of ${hash} cannot be read: ${(error as Error).message}`);
  }
  if (txHash !== hash) throw client.error("lying", `the bytes given for ${hash} are those of ${txHash}.`);
  return answer.cbor;
}
