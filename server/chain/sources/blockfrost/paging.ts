import type { BlockHeader } from "@/server/domain/ports";
import type { Height } from "@/server/domain/units";
import type { BlockReader } from "./blocks";
import { type BlockfrostClient, PAGE_SIZE } from "./client";

/** Two million entries of one list: far beyond any real question, and an end for a server without one. */
const MAX_PAGES = 20_000;
const ATTEMPTS = 4;

/** A page by its number, from 1. */
type ReadPage<T> = (page: number) => Promise<readonly T[]>;

export type Pager = {
  /** All entries of a list at one state of the chain up to `height` (the tip without one). */
  readSteady<T>(what: string, readPage: ReadPage<T>, list: SteadyList<T>): Promise<T[]>;
};

type SteadyList<T> = {
  readonly keyOf: (entry: T) => string;
  readonly height?: Height;
  /** True when no later page can matter. */
  readonly isEnd?: (entry: T) => boolean;
  /** True where new blocks may push entries to later pages (newest first): they are then seen twice. */
  readonly mayRepeat?: boolean;
};

/**
 * Pages are numbered, so a list that changes between two pages would show an entry twice or never. Lists of
 * one page cannot; longer ones are read between two looks at the same block, and again if it was replaced.
 */
export function createPager(client: BlockfrostClient, blocks: BlockReader): Pager {
  let largestPage = 1;

  /**
   * Some servers allow fewer than 100 entries a page without saying so, and their first page would look like
   * the last. A round number of entries that is the most ever seen here may be such a limit.
   */
  function mayHaveMore(length: number): boolean {
    const suspicious = length >= PAGE_SIZE || (length % 10 === 0 && length >= largestPage);
    largestPage = Math.max(largestPage, length);
    return length > 0 && suspicious;
  }

  async function readAll<T>(what: string, readPage: ReadPage<T>, list: SteadyList<T>): Promise<T[] | "moved"> {
    const entries = new Map<string, T>();
    let pageLength = 0;
    for (let page = 1; page <= MAX_PAGES; page++) {
      const got = await readPage(page);
      const before = entries.size;
      for (const entry of got) entries.set(list.keyOf(entry), entry);
      const isNew = entries.size - before;
      if (got.length > 0 && isNew === 0) {
        throw client.error("lying", `page ${page} of ${what} only repeats earlier ones: pages are ignored here.`);
      }
      if (isNew < got.length && !list.mayRepeat) return "moved";
      pageLength = Math.max(pageLength, got.length);
      const last = got.at(-1);
      if (last === undefined || got.length < pageLength || !mayHaveMore(got.length)) return [...entries.values()];
      if (list.isEnd?.(last)) return [...entries.values()];
    }
    throw client.error("wrong-answer", `${what} does not end after ${MAX_PAGES} pages.`);
  }

  async function lookAtBlock(height: Height | undefined): Promise<BlockHeader> {
    const pinned = height === undefined ? null : await blocks.block(height);
    return pinned ?? (await blocks.tip());
  }

  async function stillThere(anchor: BlockHeader, height: Height | undefined): Promise<boolean> {
    const now = height === undefined ? await blocks.tip() : await blocks.block(anchor.height);
    return now?.hash === anchor.hash;
  }

  return {
    async readSteady(what, readPage, list) {
      const first = await readPage(1);
      const last = first.at(-1);
      const ended = last === undefined || list.isEnd?.(last) || !mayHaveMore(first.length);
      if (ended && new Set(first.map(list.keyOf)).size === first.length) return [...first];
      for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        const anchor = await lookAtBlock(list.height);
        const entries = await readAll(what, readPage, list);
        if (entries !== "moved" && (await stillThere(anchor, list.height))) return entries;
      }
      throw client.error("unavailable", `the chain kept moving while ${what} was read. Try again later.`);
    },
  };
}
