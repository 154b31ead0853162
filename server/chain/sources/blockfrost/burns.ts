import { z } from "zod";
import type { TransactionRef } from "@/server/domain/ports";
import type { AssetUnit, Height, Hex } from "@/server/domain/units";
import { hash32, transaction } from "./answers";
import { type BlockfrostClient, PAGE_SIZE } from "./client";

const mints = z.array(z.object({ tx_hash: hash32, action: z.string() }));

/** Deeper than any rollback: what is known of a burn so far below the range no longer changes. */
const SETTLED_BLOCKS = 3_000;

export type BurnReader = (unit: AssetUnit, from: Height, to: Height) => Promise<TransactionRef[]>;

/**
 * Transactions that burn an asset. Blockfrost lists under an asset's transactions only those with an output that
 * holds it, so one that burns all that it spends is missing there, and is found in the asset's history of mints
 * and burns. That list has no heights and no range: it is read from its newest entry back to what is settled.
 */
export function createBurnReader(client: BlockfrostClient): BurnReader {
  const known = new Map<Hex, TransactionRef>();

  async function place(hash: Hex, settledBelow: Height): Promise<TransactionRef | null> {
    const before = known.get(hash);
    if (before && before.height < settledBelow) return before;
    const answer = await client.get(`txs/${hash}`, transaction);
    // Rolled back between the two questions: it is no longer there to be told.
    if (!answer) return null;
    const ref = { hash, height: answer.block_height };
    known.set(hash, ref);
    return ref;
  }

  return async (unit, from, to) => {
    const burns: TransactionRef[] = [];
    const settledBelow = from - SETTLED_BLOCKS;
    for (let page = 1; ; page++) {
      const query = { page, count: PAGE_SIZE, order: "desc" };
      const entries = (await client.get(`assets/${encodeURIComponent(unit)}/history`, mints, query)) ?? [];
      const burned = entries.flatMap(({ tx_hash, action }) => (action === "burned" ? [tx_hash] : []));
      const refs = await Promise.all(burned.map((hash) => place(hash, settledBelow)));
      const found = refs.flatMap((ref) => (ref ? [ref] : []));
      burns.push(...found.filter(({ height }) => height >= from && height <= to));
      // Newest first: once everything on a page lies before the range, so does all that follows.
      const isBefore = found.length > 0 && found.every(({ height }) => height < from);
      if (entries.length < PAGE_SIZE || isBefore) return burns;
    }
  };
}
