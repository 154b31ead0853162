import type { Hex } from "@/server/domain/units";
import { Unsteady } from "../http/steady";
import { transactionHashes } from "./answers";
import type { BlockReader } from "./blocks";
import type { BlockfrostClient } from "./client";
import { readPages } from "./pages";

/**
 * `/blocks/{hash}/txs`. A block never changes, so no look at the tip is needed, and its header's number of
 * transactions tells when all are there; where that is not known or wrong, pages are asked for until one is empty.
 */
export async function readBlockTransactions(
  client: BlockfrostClient,
  { transactionCounts }: Pick<BlockReader, "transactionCounts">,
  blockHash: Hex,
): Promise<Hex[] | null> {
  const path = `blocks/${blockHash}/txs`;
  const read = (page: number, count: number) => client.get(path, transactionHashes, { page, count, order: "asc" });
  const list = { path, read, keyOf: (hash: Hex) => hash, total: transactionCounts.get(blockHash) };
  try {
    return await readPages(client, list);
  } catch (error) {
    transactionCounts.delete(blockHash);
    throw error instanceof Unsteady ? error.error : error;
  }
}
