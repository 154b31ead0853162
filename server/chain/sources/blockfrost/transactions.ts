import type { TransactionPlace } from "@/server/domain/ports";
import type { Hex } from "@/server/domain/units";
import { blockTransactions, transaction } from "./answers";
import type { TimeOfSlot } from "./blocks";
import { type BlockfrostClient, PAGE_SIZE } from "./client";

/** Where a transaction is, and whether its scripts succeeded. */
export async function readPlace(
  client: BlockfrostClient,
  timeOfSlot: TimeOfSlot,
  hash: Hex,
): Promise<TransactionPlace | null> {
  const head = await client.get(`txs/${hash}`, transaction);
  if (!head) return null;
  if (head.hash !== hash) throw client.error("lying", `asked for transaction ${hash}, got ${head.hash}.`);
  const timeMs = await timeOfSlot(head.slot, head.block_time);
  return { blockHash: head.block, height: head.block_height, slot: head.slot, timeMs, valid: head.valid_contract };
}

/** Pages until one is empty: a short one proves nothing. */
export async function readBlockTransactions(client: BlockfrostClient, blockHash: Hex): Promise<Hex[] | null> {
  const all: Hex[] = [];
  for (let page = 1; ; page++) {
    const some = await client.get(`blocks/${blockHash}/txs`, blockTransactions, {
      page,
      count: PAGE_SIZE,
      order: "asc",
    });
    if (some === null) return null;
    if (some.length === 0) return all;
    all.push(...some);
  }
}
