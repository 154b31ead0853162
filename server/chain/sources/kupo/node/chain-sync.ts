import type { BlockHeader } from "@/server/domain/ports";
import type { Hex } from "@/server/domain/units";
import type { Point } from "../index/client";
import * as answers from "./answers";
import { type OgmiosClient, readResult } from "./client";
import { type OgmiosSocket, RpcRefusal } from "./socket";

export type NodeTransaction = {
  readonly id: Hex;
  /** False where its scripts failed: it spent its collateral. */
  readonly valid: boolean;
  /** Null where Ogmios does not give the bytes. */
  readonly cbor: Hex | null;
};

/** A block as the node told it: linked to the one before by its hash. */
export type NodeBlock = {
  readonly header: Omit<BlockHeader, "timeMs">;
  readonly transactions: ReadonlyMap<Hex, NodeTransaction>;
};

export type Met = {
  /** The first of the points that is on the node's chain; null where none is. */
  readonly at: Point | "origin" | null;
  readonly tip: answers.Tip | "origin";
};

export type ChainSync = {
  meet(points: readonly (Point | "origin")[]): Promise<Met>;
  /** Up to `most` blocks after a point, oldest first, up to the node's tip; null if the point is not on its chain. */
  after(point: Point | "origin", most: number): Promise<NodeBlock[] | null>;
};

/** Questions that are under way at once: Ogmios' manual advises 50 to 100. */
const AT_ONCE = 50;

export function createChainSync(ogmios: OgmiosClient): ChainSync {
  const { error } = ogmios;

  async function meet(socket: OgmiosSocket, points: readonly (Point | "origin")[]): Promise<Met> {
    const asked = points.map((point) => (point === "origin" ? point : { slot: point.slot, id: point.hash }));
    try {
      const result = await socket.ask("findIntersection", { points: asked });
      const found = readResult(error, "findIntersection", result, answers.intersection);
      const at = points.find((point) => isSame(point, found.intersection));
      if (!at) throw error("lying", "findIntersection was answered with a point that was not asked for.");
      return { at, tip: found.tip };
    } catch (cause) {
      if (!(cause instanceof RpcRefusal) || cause.code !== 1000) throw cause;
      const { tip } = readResult(error, "findIntersection", cause.data, answers.noIntersection);
      return { at: null, tip };
    }
  }

  /** Nobody may get to wait for it: one before it may fail. */
  function next(socket: OgmiosSocket) {
    const told = socket.ask("nextBlock").then((result) => readResult(error, "nextBlock", result, answers.nextBlock));
    told.catch(() => undefined);
    return told;
  }

  const moved = () => error("unavailable", "the node's chain was rolled back while it was read. Try again later.");

  async function readAfter(socket: OgmiosSocket, point: Point | "origin", most: number): Promise<NodeBlock[] | null> {
    const { at, tip } = await meet(socket, [point]);
    if (at === null) return null;
    if (tip === "origin" || isSame(point, tip)) return [];
    // The first answer after an intersection goes back to it; a block follows, since the tip is another one.
    const back = next(socket);
    const asked = [next(socket)];
    const blocks: NodeBlock[] = [];
    let before: Hex | null = point === "origin" ? null : point.hash;
    const first = await back;
    if (first.direction !== "backward" || !isSame(point, first.point)) throw moved();
    for (let current = asked.shift(); current; current = asked.shift()) {
      const told = await current;
      if (told.direction === "backward") throw moved();
      const { block } = told;
      checkLink(before, blocks.at(-1), block, point === "origin");
      before = block.id;
      if (block.type !== "ebb") blocks.push(toNodeBlock(block));
      const last = block.height;
      while (
        asked.length < AT_ONCE &&
        blocks.length + asked.length < most &&
        last + asked.length < Math.min(tip.height, told.tip.height)
      ) {
        asked.push(next(socket));
      }
    }
    return blocks;
  }

  function checkLink(before: Hex | null, last: NodeBlock | undefined, block: answers.Told, fromOrigin: boolean): void {
    // Byron's first block names the hash of its genesis.
    const isFirst = fromOrigin && before === null && block.type !== "praos";
    const isLinked = isFirst || block.ancestor === before;
    const isNext = !last || block.type === "ebb" || block.height === last.header.height + 1;
    // A devnet's genesis, where it is shown as a block, and the block after it may share slot 0.
    const isLater = !last || block.type === "ebb" || block.slot > last.header.slot || last.header.height === 0;
    if (isLinked && isNext && isLater) return;
    throw error("lying", `block ${block.id} is said to follow ${before ?? "the origin"}, but does not.`);
  }

  function toNodeBlock({ id: hash, ancestor, height, slot, transactions }: answers.Block): NodeBlock {
    const byId = new Map(transactions.map((transaction) => [transaction.id, transaction]));
    if (byId.size !== transactions.length) throw error("lying", `block ${hash} names a transaction twice.`);
    return { header: { hash, height, slot, previousHash: ancestor }, transactions: byId };
  }

  return {
    meet: (points) => ogmios.follow((socket) => meet(socket, points)),
    after: (point, most) =>
      most <= 0 ? Promise.resolve([]) : ogmios.follow((socket) => readAfter(socket, point, most)),
  };
}

function isSame(a: Point | "origin", b: Point | "origin"): boolean {
  return a === "origin" || b === "origin" ? a === b : a.hash === b.hash && a.slot === b.slot;
}
