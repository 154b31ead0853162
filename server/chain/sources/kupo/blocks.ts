import type { BlockHeader, BlockHint } from "@/server/domain/ports";
import type { Height, Hex } from "@/server/domain/units";
import { createHeightFinder, SINCE_ORIGIN } from "./find-height";
import type { Point } from "./index/client";
import type { NodeBlock } from "./node/chain-sync";
import { ATTEMPTS, type Header, type Servers } from "./servers";

export type BlockReader = {
  /**
   * The newest block that both servers know: Kupo and the node may be at different tips, or on different forks.
   * All that is answered is as of it.
   */
  common(): Promise<Header>;
  /** A block that Kupo named, with its transactions; null where the node does not know it. */
  read(point: Point): Promise<NodeBlock | null>;
  /** The header at a height of the chain that ends with `tip`; null above it. */
  atHeight(height: Height, tip: Header): Promise<Header | null>;
  /** Null where it is not on the common chain. */
  find(hash: Hex, hint: BlockHint | undefined, tip: Header): Promise<Header | null>;
  after(hash: Hex, limit: number, hint?: BlockHint): Promise<Header[] | null>;
  toHeader(header: Header): Promise<BlockHeader>;
};

/** How far back a block is looked for of which nothing but the hash is known. */
const MOST_STEPS_BACK = 2_160;

export function createBlockReader(servers: Servers): BlockReader {
  const { kupo, sync, cache, clock } = servers;
  const findHeight = createHeightFinder(servers, read);

  async function common(): Promise<Header> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const newest = await kupo.newest();
      if (!newest)
        throw kupo.error("unavailable", "nothing is indexed yet. Wait until it has begun to follow the chain.");
      const met = (await meetAt([newest])) ?? (await meetBelow(newest));
      const header = met && (cache.header(met.hash) ?? (await read(met))?.header);
      if (header) return header;
    }
    throw kupo.error(
      "unavailable",
      "Kupo and Ogmios know no block in common: they follow different chains, or move too fast. Check that both stand at the same node.",
    );
  }

  const meetAt = async (points: readonly Point[]): Promise<Point | null> => {
    const { at } = points.length > 0 ? await sync.meet(points) : { at: null };
    return at === "origin" ? null : at;
  };

  /** Kupo is ahead of the node, or on another fork: the newest of its blocks that the node knows. */
  async function meetBelow(newest: Point): Promise<Point | null> {
    const { tip } = await sync.meet([newest]);
    const atTip = tip === "origin" ? null : await kupo.ancestor(tip.slot);
    return meetAt([...(atTip ? [atTip] : []), ...(await kupo.checkpoints())]);
  }

  async function read(point: Point): Promise<NodeBlock | null> {
    const known = cache.block(point.hash);
    if (known) return known;
    const before = await kupo.ancestor(point.slot - 1);
    // A devnet's genesis, shown as a block, and the block after it may share slot 0.
    const blocks = await sync.after(before ?? "origin", point.slot === 0 ? 2 : 1);
    const found = blocks?.find(({ header }) => header.hash === point.hash);
    const [first] = blocks ?? [];
    if (!found && !before && first && first.header.slot < point.slot) {
      throw kupo.error("not-supported", `what was before slot ${point.slot} is not indexed. ${SINCE_ORIGIN}`);
    }
    if (!found) return null;
    if (found.header.slot !== point.slot) {
      throw kupo.error("lying", `block ${point.hash} is at slot ${found.header.slot}, not ${point.slot}.`);
    }
    cache.put(found);
    return found;
  }

  const isOnChain = async ({ slot, hash }: Point, tip: Header) =>
    slot <= tip.slot && (await meetAt([{ slot, hash }])) !== null;

  async function atHeight(height: Height, tip: Header): Promise<Header | null> {
    if (height > tip.height || height < 0) return null;
    if (height === tip.height) return tip;
    const known = cache.at(height);
    if (known && (await isOnChain(known, tip))) return known;
    return findHeight(height, tip);
  }

  async function find(hash: Hex, hint: BlockHint | undefined, tip: Header): Promise<Header | null> {
    if (hash === tip.hash) return tip;
    const known = cache.header(hash);
    if (known) return (await isOnChain(known, tip)) ? known : null;
    if (hint?.slot !== undefined) {
      const point = { slot: hint.slot, hash };
      if (await isOnChain(point, tip)) return (await read(point))?.header ?? null;
    }
    if (hint?.height !== undefined) {
      const header = await atHeight(hint.height, tip);
      return header?.hash === hash ? header : null;
    }
    return hint?.slot === undefined ? stepBack(hash, tip) : null;
  }

  async function stepBack(hash: Hex, tip: Header): Promise<Header | null> {
    let point: Point | null = tip;
    for (let step = 0; step < MOST_STEPS_BACK; step++) {
      point = await kupo.ancestor(point.slot - 1);
      if (!point) return null;
      if (point.hash === hash) return (await read(point))?.header ?? null;
    }
    const text = `block ${hash} is not among the newest ${MOST_STEPS_BACK}, and neither Kupo nor Ogmios finds one by its hash alone.`;
    throw kupo.error("not-supported", text);
  }

  async function after(hash: Hex, limit: number, hint?: BlockHint): Promise<Header[] | null> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const tip = await common();
      const start = await find(hash, hint, tip);
      if (!start) return null;
      const most = Math.min(limit, tip.height - start.height);
      if (most <= 0) return [];
      const blocks = await sync.after(start, most);
      for (const block of blocks ?? []) cache.put(block);
      const last = blocks?.at(-1)?.header;
      const isWhole = blocks?.length === most && (last?.height !== tip.height || last.hash === tip.hash);
      if (blocks && isWhole && (await isOnChain(tip, tip))) return blocks.map(({ header }) => header);
    }
    throw kupo.error("unavailable", `the chain kept moving while the blocks after ${hash} were read.`);
  }

  return {
    common,
    read,
    atHeight,
    find,
    after,
    toHeader: async (header) => ({ ...header, timeMs: await clock.timeOf(header.slot) }),
  };
}
