import type { BlockHeader } from "@/server/domain/ports";
import type { Hex } from "@/server/domain/units";
import { SYSTEM_START_S } from "@/server/testing/scan/chain/terms";

/** What a transaction is listed for; several are added up. A burn leaves no output with the token. */
export const CONCERNS = { nothing: 0, game: 1, asset: 2, pool: 4, mint: 8, burn: 16 } as const;

export type StoredBlock = BlockHeader & {
  /** Numbers of its transactions: the first, and the one after the last. */
  readonly first: number;
  readonly end: number;
};

/** Everything that happened, in one piece of memory: what is measured is the scan, not the chain that it reads. */
export type Store = {
  readonly blocks: readonly StoredBlock[];
  numberOf(id: Hex): number | undefined;
  idOf(number: number): Hex;
  bytesOf(number: number): Hex;
  concernsOf(number: number): number;
  runsScripts(number: number): boolean;
  blockOf(number: number): StoredBlock;
  addTransaction(transaction: { readonly id: Hex; cbor(): string }, concerns: number, runsScripts?: boolean): void;
  /** Of all that was added since the last one. */
  addBlock(hash: Hex, slot: number): void;
};

const FIRST_BYTES = 1 << 20;

export function createStore(): Store {
  let bytes = Buffer.alloc(FIRST_BYTES);
  let used = 0;
  const ends: number[] = [];
  const ids: Hex[] = [];
  const concerns: number[] = [];
  const scripts: boolean[] = [];
  const heights: number[] = [];
  const numbers = new Map<Hex, number>();
  const blocks: StoredBlock[] = [];

  function makeRoom(length: number): void {
    if (used + length <= bytes.length) return;
    const larger = Buffer.alloc(bytes.length * 2);
    bytes.copy(larger, 0, 0, used);
    bytes = larger;
  }

  return {
    blocks,
    numberOf: (id) => numbers.get(id),
    idOf: (number) => ids[number] ?? "",
    bytesOf: (number) => bytes.toString("hex", number === 0 ? 0 : ends[number - 1], ends[number]),
    concernsOf: (number) => concerns[number] ?? CONCERNS.nothing,
    runsScripts: (number) => scripts[number] ?? false,
    blockOf(number) {
      const block = blocks[heights[number] ?? -1];
      if (!block) throw new RangeError(`transaction ${number} is in no block`);
      return block;
    },
    addTransaction(transaction, subjects, runsScripts = false) {
      const text = transaction.cbor();
      makeRoom(text.length / 2);
      used += bytes.write(text, used, "hex");
      numbers.set(transaction.id, ids.length);
      ids.push(transaction.id);
      ends.push(used);
      concerns.push(subjects);
      scripts.push(runsScripts);
      heights.push(blocks.length);
    },
    addBlock(hash, slot) {
      const previous = blocks.at(-1);
      blocks.push({
        hash,
        height: blocks.length,
        slot,
        previousHash: previous?.hash ?? null,
        timeMs: (SYSTEM_START_S + slot) * 1_000,
        first: previous?.end ?? 0,
        end: ids.length,
      });
    },
  };
}
