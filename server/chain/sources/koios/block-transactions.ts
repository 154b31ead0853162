import type { Hex } from "@/server/domain/units";
import type { Steady } from "../http/steady";
import { inBlock } from "./answers";
import { readBlockInfo } from "./blocks";
import type { KoiosClient } from "./client";
import { readPages } from "./pages";

const ATTEMPTS = 3;

/**
 * Ids of a block's transactions. Koios has no row for a block that it does not know, and none for an empty one: what
 * the block says of itself tells them apart, and notices a server that has the block and not its transactions.
 */
export async function readBlockTransactions(client: KoiosClient, steady: Steady, hash: Hex): Promise<Hex[] | null> {
  const call = { path: "block_txs", query: { select: "block_hash,tx_hash" }, json: { _block_hashes: [hash] } };
  const list = { call, row: inBlock, order: "tx_hash.asc", keyOf: (row: { tx_hash: Hex }) => row.tx_hash };
  let problem = "";
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const block = await readBlockInfo(client, hash);
    if (!block) return null;
    const { tx_count } = block;
    if (tx_count === 0) return [];
    const rows = await steady(call.path, undefined, () => readPages(client, { ...list, most: tx_count - 1 }, false));
    const other = rows.find((row) => row.block_hash !== hash);
    if (other) throw client.error("lying", `asked for block ${hash}, got transactions of ${other.block_hash}.`);
    if (rows.length === tx_count) return rows.map((row) => row.tx_hash);
    problem = `block ${hash} is said to hold ${tx_count} transactions, and ${rows.length} are listed`;
  }
  throw client.error("unavailable", `${problem}. One of its servers may be on a fork. Try later.`);
}
