import type { Height, Slot } from "@/server/domain/units";
import type { Point } from "./index/client";
import type { NodeBlock } from "./node/chain-sync";
import type { Header, Servers } from "./servers";

/** So many blocks are read to get to a height, rather than guessing once more. */
const FORWARD = 8;
const MOST_GUESSES = 80;

type Bound = { readonly height: Height; readonly slot: Slot; readonly point: Point | "origin" };

/**
 * Neither server knows heights but Ogmios, of the blocks that it tells. So the slot of a height is guessed between two
 * blocks whose heights are known, Kupo names the block there, and the node tells the one that follows it.
 */
export function createHeightFinder({ kupo, sync, cache }: Servers, read: (point: Point) => Promise<NodeBlock | null>) {
  async function firstBlocks(): Promise<Bound> {
    const [first] = (await sync.after("origin", 1)) ?? [];
    if (!first) throw kupo.error("unavailable", "the node has no block yet.");
    cache.put(first);
    const oldest = await kupo.ancestor(first.header.slot);
    if (!oldest) throw kupo.error("not-supported", `the first block of the chain is not indexed. ${SINCE_ORIGIN}`);
    return boundOf(first.header);
  }

  const boundOf = (header: Header): Bound => ({ height: header.height, slot: header.slot, point: header });

  async function search(height: Height, low: Bound, high: Bound): Promise<Header | null> {
    let [below, above] = [low, high];
    // Nothing is between `below` and this slot.
    let emptyTo = below.slot;
    for (let guess = 0; guess < MOST_GUESSES; guess++) {
      if (height - below.height <= FORWARD) {
        const blocks = await sync.after(below.point, height - below.height);
        for (const block of blocks ?? []) cache.put(block);
        const found = blocks?.at(-1)?.header;
        return found?.height === height ? found : null;
      }
      const share = guess % 3 === 2 ? 0.5 : (height - FORWARD / 2 - below.height) / (above.height - below.height);
      const slot = Math.min(above.slot - 1, emptyTo + Math.max(1, Math.floor((above.slot - emptyTo) * share)));
      const point = await kupo.ancestor(slot);
      if (!point || point.slot <= below.slot) {
        emptyTo = Math.max(emptyTo, slot);
        continue;
      }
      const block = await read(point);
      if (!block) return null;
      const { header } = block;
      if (header.height === height) return header;
      if (header.height < height) {
        below = boundOf(header);
        emptyTo = header.slot;
      } else {
        above = boundOf(header);
      }
    }
    return null;
  }

  const isOnChain = async (point: Point) => (await sync.meet([point])).at !== null;

  /** Between what was read before. It may be of another fork: then it is forgotten, up to so many times. */
  async function searchNear(height: Height, tip: Header): Promise<Header | null> {
    for (let attempt = 0; attempt < 3; attempt++) {
      const { below, above } = cache.around(height);
      if (!below) return null;
      const high = above && above.height > height && above.height < tip.height ? above : tip;
      const found = below.height < height ? await search(height, boundOf(below), boundOf(high)) : null;
      if (found && (await isOnChain(found)) && (await isOnChain(tip))) return found;
      for (const stale of [below, above]) if (stale) cache.forget(stale.hash);
    }
    return null;
  }

  return async (height: Height, tip: Header): Promise<Header | null> => {
    const near = await searchNear(height, tip);
    if (near) return near;
    const first = await firstBlocks();
    if (height < first.height) return null;
    if (height === first.height) return cache.at(height) ?? null;
    const found = await search(height, first, boundOf(tip));
    if (found) return found;
    throw kupo.error("unavailable", `the chain kept moving while block ${height} was looked for. Try again later.`);
  };
}

export const SINCE_ORIGIN = "Start Kupo with --since origin and let it index anew.";
