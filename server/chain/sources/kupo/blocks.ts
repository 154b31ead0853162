import type { BlockHeader, BlockHint } from "@/server/domain/ports";
import type { Height, Hex } from "@/server/domain/units";
import { ATTEMPTS, untilSteady } from "../http/steady";
import { createHeightFinder, SINCE_ORIGIN } from "./find-height";
import type { Point } from "./index/client";
import type { Met, NodeBlock } from "./node/chain-sync";
import type { Header, Servers } from "./servers";

export type BlockReader = {
  /**
   * Kupo's newest block, and the newest that both servers know: Kupo and the node may be at different tips, or on
   * different forks. All that is answered is as of the latter.
   */
  meeting(): Promise<{ readonly newest: Point; readonly common: Point }>;
  /** The newest block that both servers know, with its height. */
  common(): Promise<Header>;
  /** A block that Kupo named, with its transactions; null where the node does not know it. */
  read(point: Point): Promise<NodeBlock | null>;
  /** The header at a height of the chain that ends with `tip`; null above it. */
  atHeight(height: Height, tip: Header): Promise<Header | null>;
  /** Null where it is not on the common chain. */
  find(hash: Hex, hint: BlockHint | undefined, tip: Header): Promise<Header | null>;
  /** Whether a block is on the chain that ends with `tip`, which both knew just now. */
  isOnChain(point: Point, tip: Point): Promise<boolean>;
  after(hash: Hex, limit: number, hint?: BlockHint): Promise<Header[] | null>;
  toHeader(header: Header): Promise<BlockHeader>;
};

/** How far back a block is looked for of which nothing but the hash is known. */
const MOST_STEPS_BACK = 2_160;

export function createBlockReader(servers: Servers): BlockReader {
  const { kupo, sync, cache, clock } = servers;
  const findHeight = createHeightFinder(servers, read);

  async function meeting(): Promise<{ newest: Point; common: Point }> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const newest = await kupo.newest();
      if (!newest)
        throw kupo.error("unavailable", "nothing is indexed yet. Wait until it has begun to follow the chain.");
      const { at, tip } = await sync.meet([newest]);
      const common = at === null ? await meetBelow(tip) : newest;
      if (common) return { newest, common };
    }
    throw kupo.error(
      "unavailable",
      "Kupo and Ogmios know no block in common: they follow different chains, or move too fast. Check that both stand at the same node.",
    );
  }

  const common = (): Promise<Header> =>
    untilSteady<Header>(kupo, { what: "its newest block", attempts: ATTEMPTS }, async () => {
      const result = await headerOf((await meeting()).common);
      return result ? { result } : null;
    });

  const headerOf = async (point: Point) => cache.header(point.hash) ?? (await read(point))?.header;

  const meetAt = async (points: readonly Point[]): Promise<Point | null> => {
    const { at } = points.length > 0 ? await sync.meet(points) : { at: null };
    return at === "origin" ? null : at;
  };

  /** Kupo is ahead of the node, or on another fork: the newest of its blocks that the node knows. */
  async function meetBelow(tip: Met["tip"]): Promise<Point | null> {
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

  const isOnChain = async (point: Point, tip: Point) =>
    cache.leadsBack(tip.hash, point.hash) || (point.slot <= tip.slot && (await meetAt([point])) !== null);

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
      const { common: newest } = await meeting();
      const start = await startOf(hash, hint, newest);
      if (start === "moved") continue;
      if (start === null || start.slot > newest.slot) return null;
      if (hash === newest.hash) return [];
      if (limit <= 0) return (await isOnChain(start, newest)) ? [] : null;
      // Null where the start is on another fork: a header that is remembered was not asked for.
      const blocks = await sync.after(start, limit);
      if (!blocks) return null;
      for (const block of blocks) cache.put(block);
      const headers = blocks.map(({ header }) => header);
      const end = headers.findIndex((header) => header.hash === newest.hash);
      if (end >= 0) return headers.slice(0, end + 1);
      const isBelow = headers.length === limit && (headers.at(-1)?.slot ?? 0) < newest.slot;
      if (isBelow && (await meetAt([newest]))) return headers;
    }
    throw kupo.error("unavailable", `the chain kept moving while the blocks after ${hash} were read.`);
  }

  async function startOf(hash: Hex, hint: BlockHint | undefined, newest: Point): Promise<Point | "moved" | null> {
    const known = cache.header(hash);
    if (known) return known;
    const tip = await headerOf(newest);
    return tip ? find(hash, hint, tip) : "moved";
  }

  return {
    meeting,
    common,
    read,
    atHeight,
    find,
    isOnChain,
    after,
    toHeader: async (header) => ({ ...header, timeMs: await clock.timeOf(header.slot) }),
  };
}
