import type { z } from "zod";
import type { TransactionRef } from "@/server/domain/ports";
import type { AssetUnit, Height, Hex } from "@/server/domain/units";
import type { Steady } from "../http/steady";
import { mintsAndBurns, place } from "./answers";
import type { BlockfrostClient } from "./client";
import { createGrowingList, type ReadStretch } from "./growing-list";

type MintOrBurn = z.output<typeof mintsAndBurns>[number];

export type BurnReader = (
  unit: AssetUnit,
  from: Height,
  to: Height,
  known: ReadonlySet<Hex>,
) => Promise<TransactionRef[]>;

/**
 * Transactions that burn an asset, but for those that are known already. Blockfrost lists under an asset's transactions
 * only those with an output that holds it, so one that burns all that it spends is missing there, and is found in the
 * asset's history of mints and burns. That list has no heights and no range.
 */
export function createBurnReader(client: BlockfrostClient, steady: Steady): BurnReader {
  const readers = new Map<AssetUnit, ReadStretch<MintOrBurn>>();

  async function refOf({ tx_hash: hash }: MintOrBurn): Promise<TransactionRef | null> {
    const answer = await client.get(`txs/${hash}`, place);
    if (answer && answer.hash !== hash) throw client.error("lying", `asked for txs/${hash}, got ${answer.hash}.`);
    // Null: rolled back between the two questions, so no longer there to be told.
    return answer && { hash, height: answer.block_height, timeSeconds: answer.block_time };
  }

  function readerOf(unit: AssetUnit): ReadStretch<MintOrBurn> {
    const path = `assets/${encodeURIComponent(unit)}/history`;
    const read = (page: number, count: number) => client.get(path, mintsAndBurns, { page, count, order: "asc" });
    const list = { path, read, refOf, keyOf: ({ tx_hash, action }: MintOrBurn) => `${tx_hash} ${action}` };
    const reader = readers.get(unit) ?? createGrowingList(client, steady, list);
    readers.set(unit, reader);
    return reader;
  }

  return (unit, from, to, known) =>
    readerOf(unit)(from, to, ({ action, tx_hash }) => action === "burned" && !known.has(tx_hash));
}
