import type { Height, Hex } from "@/server/domain/units";
import type { Point } from "./index/client";
import type { NodeBlock } from "./node/chain-sync";

type Header = NodeBlock["header"];

/** Bytes of transactions that are kept, in hexadecimal. */
const MOST_TEXT = 32 * 1024 * 1024;
/** More than a step of the scan reads, twice over. */
const MOST_HEADERS = 20_000;
const MOST_PLACES = 50_000;
/** How far back the newest block is followed: beyond what a step of the scan reads and lists again. */
const MOST_LINKS = 500;

/**
 * Blocks that were read, the newest of them with their transactions. A hash names one content for ever; whether a block
 * is on the chain must be asked of the servers each time.
 */
export type BlockCache = {
  put(block: NodeBlock): void;
  block(hash: Hex): NodeBlock | undefined;
  header(hash: Hex): Header | undefined;
  /** The last read header at a height, on whatever chain. */
  at(height: Height): Header | undefined;
  /** Whether headers that were read lead from a block, each naming the one before it, back to another. */
  leadsBack(from: Hex, to: Hex): boolean;
  /** Of what was read, the nearest headers below and above a height. */
  around(height: Height): { readonly below: Header | undefined; readonly above: Header | undefined };
  forget(hash: Hex): void;
  /** Where a transaction was said to be. */
  placeOf(txHash: Hex): Point | undefined;
  putPlace(txHash: Hex, point: Point): void;
};

export function createBlockCache(): BlockCache {
  const blocks = new Map<Hex, NodeBlock>();
  const headers = new Map<Hex, Header>();
  const byHeight = new Map<Height, Hex>();
  const places = new Map<Hex, Point>();
  let text = 0;

  const headerAt = (height: Height) => headers.get(byHeight.get(height) ?? "");

  function dropOldest(): void {
    for (const [hash, block] of blocks) {
      if (text <= MOST_TEXT || blocks.size === 1) break;
      blocks.delete(hash);
      text -= sizeOf(block);
    }
    for (const hash of headers.keys()) {
      if (headers.size <= MOST_HEADERS) break;
      forget(hash);
    }
    trim(places, MOST_PLACES);
  }

  function forget(hash: Hex): void {
    const header = headers.get(hash);
    if (header && byHeight.get(header.height) === hash) byHeight.delete(header.height);
    headers.delete(hash);
  }

  function putPlace(txHash: Hex, point: Point): void {
    places.delete(txHash);
    places.set(txHash, point);
  }

  return {
    put(block) {
      const { hash, height, slot } = block.header;
      const known = blocks.get(hash);
      if (known) text -= sizeOf(known);
      blocks.delete(hash);
      blocks.set(hash, block);
      text += sizeOf(block);
      headers.delete(hash);
      headers.set(hash, block.header);
      byHeight.set(height, hash);
      for (const id of block.transactions.keys()) putPlace(id, { slot, hash });
      dropOldest();
    },
    block: (hash) => blocks.get(hash),
    header: (hash) => headers.get(hash),
    at: headerAt,
    leadsBack(from, to) {
      let hash: Hex | null = from;
      for (let link = 0; hash !== null && link <= MOST_LINKS; link++) {
        if (hash === to) return true;
        hash = headers.get(hash)?.previousHash ?? null;
      }
      return false;
    },
    around(height) {
      let below: Header | undefined;
      let above: Header | undefined;
      for (const hash of byHeight.values()) {
        const header = headers.get(hash);
        if (!header) continue;
        if (header.height <= height && header.height >= (below?.height ?? 0)) below = header;
        if (header.height >= height && header.height <= (above?.height ?? Number.MAX_SAFE_INTEGER)) above = header;
      }
      return { below, above };
    },
    forget,
    placeOf: (txHash) => places.get(txHash),
    putPlace(txHash, point) {
      putPlace(txHash, point);
      trim(places, MOST_PLACES);
    },
  };
}

const sizeOf = ({ transactions }: NodeBlock) => {
  let sum = 0;
  for (const { cbor } of transactions.values()) sum += 200 + (cbor?.length ?? 0);
  return sum;
};

function trim<K>(map: Map<K, unknown>, most: number): void {
  for (const key of map.keys()) {
    if (map.size <= most) return;
    map.delete(key);
  }
}
