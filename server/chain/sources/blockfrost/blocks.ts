import type { BlockHeader } from "@/server/domain/ports";
import type { Height, Hex } from "@/server/domain/units";
import { checkLinks } from "../check-links";
import type { TimeOfSlot } from "../slot-times";
import { type BlockAnswer, block as blockSchema, blocks as blocksSchema } from "./answers";
import type { BlockfrostClient } from "./client";
import { PAGE_SIZE } from "./pages";

const ATTEMPTS = 3;
/** Blocks whose number of transactions is remembered: more than a step of the scan reads. */
const MOST_COUNTS = 5_000;

export type BlockReader = {
  tip(): Promise<BlockHeader>;
  block(hashOrHeight: Hex | Height): Promise<BlockHeader | null>;
  blocksAfter(hash: Hex, limit: number): Promise<BlockHeader[] | null>;
  /** Numbers of transactions by block, as the blocks that were read last tell them. */
  readonly transactionCounts: Map<Hex, number>;
};

export function createBlockReader(client: BlockfrostClient, timeOfSlot: TimeOfSlot): BlockReader {
  const transactionCounts = new Map<Hex, number>();

  async function toHeader(answer: BlockAnswer): Promise<BlockHeader> {
    const { hash, height, slot, previous_block: previousHash } = answer;
    if (answer.tx_count != null) transactionCounts.set(hash, answer.tx_count);
    const [oldest] = transactionCounts.keys();
    if (oldest && transactionCounts.size > MOST_COUNTS) transactionCounts.delete(oldest);
    return { hash, height, slot, previousHash, timeMs: await timeOfSlot(slot, answer.time) };
  }

  async function block(hashOrHeight: Hex | Height) {
    const answer = await client.get(`blocks/${hashOrHeight}`, blockSchema);
    if (!answer) return null;
    const got = typeof hashOrHeight === "number" ? answer.height : answer.hash;
    if (got !== hashOrHeight) throw client.error("lying", `asked for block ${hashOrHeight}, got ${got}.`);
    return toHeader(answer);
  }

  /**
   * "moved" when the pages do not join: the chain was rolled back while it was read. A short page is the last one only
   * if its last block says that none follows; the next ones are asked for as many as the first one held.
   */
  async function readRun(hash: Hex, limit: number): Promise<BlockHeader[] | null | "moved"> {
    let count = Math.min(limit, PAGE_SIZE);
    const run: BlockHeader[] = [];
    for (let page = 1; run.length < limit; page++) {
      const answer = await client.get(`blocks/${hash}/next`, blocksSchema, { count, page });
      if (!answer) return page === 1 ? null : "moved";
      if (answer.length > count) {
        throw client.error("lying", `asked for ${count} blocks after ${hash}, got ${answer.length}.`);
      }
      const headers = await Promise.all(answer.map(toHeader));
      const [first] = headers;
      if (first && first.previousHash !== (run.at(-1)?.hash ?? hash)) {
        if (page > 1) return "moved";
        throw client.error("lying", `block ${first.hash} does not follow ${hash}, though it is said to.`);
      }
      checkLinks(client, headers);
      run.push(...headers);
      if (headers.length === 0 || (headers.length < count && answer.at(-1)?.next_block === null)) break;
      if (page === 1) count = headers.length;
    }
    return run.slice(0, limit);
  }

  return {
    async tip() {
      return toHeader(await client.need("blocks/latest", blockSchema));
    },
    block,
    transactionCounts,
    async blocksAfter(hash, limit) {
      if (limit <= 0) return (await block(hash)) ? [] : null;
      for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        const run = await readRun(hash, limit);
        if (run !== "moved") return run;
      }
      throw client.error("unavailable", `the chain kept moving while the blocks after ${hash} were read.`);
    },
  };
}
