import type { BlockHeader, TransactionPlace, TransactionRef } from "@/server/domain/ports";
import type { Hex } from "@/server/domain/units";
import { GAME } from "@/server/testing/scan/chain/people";
import { PRIZE_ASSET, STATE_TOKEN } from "@/server/testing/scan/chain/terms";
import { CONCERNS, type Store, type StoredBlock } from "./store";

/** What a server shows of the chain: up to a tip, and from a fork on other blocks, which are empty. */
export type View = {
  tip: number;
  fork: number | null;
};

const SUBJECTS: Readonly<Record<string, number>> = {
  [GAME.text]: CONCERNS.game,
  [PRIZE_ASSET]: CONCERNS.asset,
  [STATE_TOKEN]: CONCERNS.pool,
};

/** Looks things up as an indexer does: the cost of an answer goes by the answer. */
export function createLookup(store: Store, view: View) {
  const heights = new Map<Hex, number>();

  function blockAt(height: number): StoredBlock | null {
    const block = height > view.tip ? undefined : store.blocks[height];
    if (!block) return null;
    if (view.fork === null || height <= view.fork) return block;
    const hash = otherHash(block.hash);
    const previousHash = height === view.fork + 1 ? block.previousHash : otherHash(block.previousHash ?? "");
    return { ...block, hash, previousHash, first: 0, end: 0 };
  }

  function blockOf(hash: Hex): StoredBlock | null {
    for (let height = heights.size / 2; height < store.blocks.length; height++) {
      const own = store.blocks[height]?.hash ?? "";
      heights.set(own, height).set(otherHash(own), height);
    }
    const block = blockAt(heights.get(hash) ?? -1);
    return block?.hash === hash ? block : null;
  }

  /** The transaction's number, and its block on the chain that is shown. */
  function find(id: Hex): { readonly number: number; readonly block: StoredBlock } | null {
    const number = store.numberOf(id);
    if (number === undefined) return null;
    const { height, hash } = store.blockOf(number);
    const block = blockAt(height);
    return block?.hash === hash ? { number, block } : null;
  }

  return {
    blockAt,
    blockOf,
    find,
    tip: () => blockAt(view.tip) ?? fail("there is no block yet"),
    blocksAfter({ height }: BlockHeader, limit: number): StoredBlock[] {
      return Array.from({ length: limit }, (_, at) => blockAt(height + 1 + at)).flatMap((block) => block ?? []);
    },
    idsOf: ({ first, end }: StoredBlock) => Array.from({ length: end - first }, (_, at) => store.idOf(first + at)),
    listOf(subject: string, from: number, to: number): TransactionRef[] {
      const wanted = SUBJECTS[subject] ?? fail(`nobody should ask for ${subject}`);
      const refs: TransactionRef[] = [];
      for (let height = Math.max(from, 0); height <= Math.min(to, view.tip); height++) {
        const block = blockAt(height);
        for (let number = block?.first ?? 0; number < (block?.end ?? 0); number++) {
          if (store.concernsOf(number) & wanted) refs.push({ hash: store.idOf(number), height });
        }
      }
      return refs;
    },
    bytesOf: store.bytesOf,
  };
}

export type Lookup = ReturnType<typeof createLookup>;

export function placeIn({ hash, height, slot, timeMs }: StoredBlock): TransactionPlace {
  return { blockHash: hash, height, slot, timeMs, valid: true };
}

const otherHash = (hash: Hex): Hex => `f${hash.slice(1)}`;

function fail(text: string): never {
  throw new Error(text);
}
