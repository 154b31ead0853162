import type { BlockHeader } from "@/server/domain/ports";
import type { Height, Hex } from "@/server/domain/units";
import { checkLinks } from "../check-links";
import type { TimeOfSlot } from "../slot-times";
import * as answers from "./answers";
import { type KoiosClient, PAGE_ROWS } from "./client";

const ATTEMPTS = 3;

export type BlockReader = {
  tip(): Promise<BlockHeader>;
  block(hashOrHeight: Hex | Height): Promise<BlockHeader | null>;
  blocksAfter(hash: Hex, limit: number): Promise<BlockHeader[] | null>;
};

export function createBlockReader(client: KoiosClient, timeOfSlot: TimeOfSlot): BlockReader {
  async function toHeader(row: answers.BlockRow): Promise<BlockHeader> {
    const { hash, block_height: height, abs_slot: slot, parent_hash: previousHash } = row;
    return { hash, height, slot, previousHash, timeMs: await timeOfSlot(slot, row.block_time) };
  }

  async function atHeight(height: Height): Promise<BlockHeader | null> {
    const query = { select: BLOCK_COLUMNS, block_height: `eq.${height}`, limit: 2 };
    const row = await client.row({ path: "blocks", query }, answers.block, {
      what: "block",
      name: height,
      nameOf: ({ block_height }) => block_height,
    });
    return row && toHeader(row);
  }

  async function byHash(hash: Hex): Promise<BlockHeader | null> {
    const row = await readBlockInfo(client, hash);
    return row && toHeader(row);
  }

  /** "moved" when the answers do not join: rolled back between two of them, or given by servers that differ. */
  async function readRun(hash: Hex, limit: number): Promise<BlockHeader[] | null | "moved"> {
    const row = await readBlockInfo(client, hash);
    if (!row) return null;
    const start = await toHeader(row);
    const run: BlockHeader[] = [];
    while (run.length < limit) {
      const last: BlockHeader = run.at(-1) ?? start;
      const most = Math.min(limit - run.length, PAGE_ROWS);
      const largest = client.largestPage.rows;
      const headers = await readFollowing(last, most);
      const [first] = headers;
      if (!first) break;
      if (first.previousHash !== last.hash) return "moved";
      checkLinks(client, headers);
      run.push(...headers);
      // Fewer than was asked for are the last ones, where the server has given more than that before. If it has not
      // more to give now, the rest is read in the next step: none of them is left out.
      if (headers.length < Math.min(most, largest)) break;
    }
    return run.length === 0 && row.child_hash !== null ? "moved" : run;
  }

  /** By height, which needs no offset: a page begins where the one before ended whatever was added meanwhile. */
  async function readFollowing({ height }: BlockHeader, most: number): Promise<BlockHeader[]> {
    const select = BLOCK_COLUMNS;
    const query = { select, block_height: `gt.${height}`, order: "block_height.asc", limit: most };
    const rows = await client.rows({ path: "blocks", query }, answers.block);
    if (rows.length > most)
      throw client.error("lying", `asked for ${most} blocks after ${height}, got ${rows.length}.`);
    return Promise.all(rows.map(toHeader));
  }

  return {
    async tip() {
      // Latest first, by itself; of a block of Byron that has no number, an order by height would say the contrary.
      const [row] = await client.rows({ path: "blocks", query: { select: BLOCK_COLUMNS, limit: 1 } }, answers.block);
      if (!row) throw client.error("wrong-answer", "blocks is empty: the server has no chain yet.");
      return toHeader(row);
    },
    async block(hashOrHeight) {
      return typeof hashOrHeight === "number" ? atHeight(hashOrHeight) : byHash(hashOrHeight);
    },
    async blocksAfter(hash, limit) {
      if (limit <= 0) return (await byHash(hash)) ? [] : null;
      for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        const run = await readRun(hash, limit);
        if (run !== "moved") return run;
      }
      throw client.error(
        "unavailable",
        `the blocks after ${hash} do not follow it, each time they are read. Try later.`,
      );
    },
  };
}

const BLOCK_COLUMNS = answers.columnsOf(answers.block);
const INFO_COLUMNS = answers.columnsOf(answers.blockInfo);

/** What the server says of one block, by its hash. */
export function readBlockInfo(client: KoiosClient, hash: Hex) {
  const call = { path: "block_info", query: { select: INFO_COLUMNS }, json: { _block_hashes: [hash] } };
  return client.row(call, answers.blockInfo, { what: "block", name: hash, nameOf: (row) => row.hash });
}
