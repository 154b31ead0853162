import type { TransactionPlace } from "@/server/domain/ports";
import type { Hex } from "@/server/domain/units";
import { GAME } from "@/server/testing/scan/chain/people";
import { PRIZE_ASSET, STATE_TOKEN } from "@/server/testing/scan/chain/terms";
import { CONCERNS, type Store, type StoredBlock } from "./store";

/** What a server shows of the chain: up to a tip, and after a fork other blocks, which are empty. */
export type View = { tip: number; fork: number | null };

/** A transaction by its number in the store, and its block on the chain that is shown. */
export type Found = { readonly number: number; readonly block: StoredBlock };

export type Lookup = ReturnType<typeof createLookup>;

/** Looks things up as an indexer does: the cost of an answer goes by the answer. */
export function createLookup(store: Store, view: View) {
  const heights = new Map<Hex, number>();

  function blockAt(height: number): StoredBlock | null {
    const block = height > view.tip ? undefined : store.blocks[height];
    if (!block || view.fork === null || height <= view.fork) return block ?? null;
    const previousHash = height === view.fork + 1 ? block.previousHash : otherHash(block.previousHash ?? "");
    return { ...block, hash: otherHash(block.hash), previousHash, first: 0, end: 0 };
  }

  function blockOf(hash: Hex): StoredBlock | null {
    for (let height = heights.size / 2; height < store.blocks.length; height++) {
      const own = store.blocks[height]?.hash ?? "";
      heights.set(own, height).set(otherHash(own), height);
    }
    const block = blockAt(heights.get(hash) ?? -1);
    return block?.hash === hash ? block : null;
  }

  return {
    store,
    blockAt,
    blockOf,
    tip: () => blockAt(view.tip) ?? fail("there is no block yet"),
    find(id: Hex): Found | null {
      const number = store.numberOf(id);
      const held = number === undefined ? null : store.blockOf(number);
      const block = held && blockAt(held.height);
      return number !== undefined && held && block?.hash === held.hash ? { number, block } : null;
    },
    blocksAfter({ height }: StoredBlock, limit: number): StoredBlock[] {
      return Array.from({ length: limit }, (_, at) => blockAt(height + 1 + at)).flatMap((block) => block ?? []);
    },
    idsOf: ({ first, end }: StoredBlock) => Array.from({ length: end - first }, (_, at) => store.idOf(first + at)),
    /** What concerns an address or an asset, or was only minted or burnt of it. */
    listOf(subject: string, from: number, to: number, among: number = SUBJECTS[subject] ?? 0): Found[] {
      const wanted = SUBJECTS[subject] ?? fail(`nobody should ask for ${subject}`);
      const found: Found[] = [];
      for (let height = Math.max(from, 0); height <= Math.min(to, view.tip); height++) {
        const block = blockAt(height);
        for (let number = block?.first ?? 0; block && number < block.end; number++) {
          const concerns = store.concernsOf(number);
          if (concerns & wanted && concerns & among) found.push({ number, block });
        }
      }
      return found;
    },
  };
}

const SUBJECTS: Readonly<Record<string, number>> = {
  [GAME.text]: CONCERNS.game,
  [PRIZE_ASSET]: CONCERNS.asset,
  [STATE_TOKEN]: CONCERNS.pool,
};

export function placeIn({ hash, height, slot, timeMs }: StoredBlock): TransactionPlace {
  return { blockHash: hash, height, slot, timeMs, valid: true };
}

const otherHash = (hash: Hex): Hex => `f${hash.slice(1)}`;

function fail(text: string): never {
  throw new Error(text);
}
