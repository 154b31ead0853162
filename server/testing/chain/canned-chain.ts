import type { CannedServer } from "./canned-server";

/** A small chain for canned answers: blocks of 20 s, one every 20 slots, hashes that tell height and fork. */
export const SYSTEM_START_S = 1_700_000_000;
export const SLOTS_A_BLOCK = 20;

export const blockHash = (height: number, fork = "a") => fork.repeat(32) + String(height).padStart(32, "0");
export const txHash = (number: number) => `cc${String(number).padStart(62, "0")}`;

export function blockAnswer(height: number, fork = "a") {
  const slot = height * SLOTS_A_BLOCK;
  return {
    time: SYSTEM_START_S + slot,
    height,
    hash: blockHash(height, fork),
    slot,
    previous_block: height === 0 ? null : blockHash(height - 1, fork),
    confirmations: 3,
  };
}

export const GENESIS = { network_magic: 42, system_start: SYSTEM_START_S, security_param: 432 };
export const ERAS = [
  {
    start: { time: 0, slot: 0, epoch: 0 },
    end: null,
    parameters: { epoch_length: 500, slot_length: 1, safe_zone: 100 },
  },
];

/** Serves genesis, eras, and blocks 0 to `tip` by height and hash. */
export function serveChain(server: CannedServer, tip: number): void {
  server.routes.genesis = () => ({ body: GENESIS });
  server.routes["network/eras"] = () => ({ body: ERAS });
  server.routes["blocks/latest"] = () => ({ body: blockAnswer(tip) });
  for (let height = 0; height <= tip; height++) {
    const reply = () => ({ body: blockAnswer(height) });
    server.routes[`blocks/${height}`] = reply;
    server.routes[`blocks/${blockHash(height)}`] = reply;
  }
}

export type RefAnswer = { tx_hash: string; tx_index: number; block_height: number; block_time: number };

/** `count` transactions, `perBlock` in each block from height 1 on. */
export function refAnswers(count: number, perBlock: number): RefAnswer[] {
  return Array.from({ length: count }, (_, index) => {
    const height = 1 + Math.floor(index / perBlock);
    return {
      tx_hash: txHash(index),
      tx_index: index % perBlock,
      block_height: height,
      block_time: SYSTEM_START_S + height * SLOTS_A_BLOCK,
    };
  });
}

/** Pages a list as Blockfrost does. */
export function pageOf<T>(list: readonly T[], query: URLSearchParams, largest = 100): T[] {
  const ordered = query.get("order") === "desc" ? list.toReversed() : list;
  const count = Math.min(largest, Number(query.get("count") ?? 100));
  const page = Number(query.get("page") ?? 1);
  return ordered.slice((page - 1) * count, page * count);
}

/** The same, honouring `from` and `to`. */
export function rangeOf(list: readonly RefAnswer[], query: URLSearchParams, largest = 100): RefAnswer[] {
  const from = Number(query.get("from") ?? 0);
  const to = Number(query.get("to") ?? Number.MAX_SAFE_INTEGER);
  return pageOf(
    list.filter(({ block_height }) => block_height >= from && block_height <= to),
    query,
    largest,
  );
}
