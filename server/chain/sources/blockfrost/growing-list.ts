import type { TransactionRef } from "@/server/domain/ports";
import type { Height } from "@/server/domain/units";
import { type Steady, Unsteady } from "../http/steady";
import type { BlockfrostClient } from "./client";
import { createReading, type GrowingList, NO_MEMORY, type Reading } from "./growing-reading";

/** The wanted entries between two heights. */
export type ReadStretch<T> = (from: Height, to: Height, isWanted?: (entry: T) => boolean) => Promise<TransactionRef[]>;

/**
 * Reads stretches of heights. A place to begin at is found by halving. The next stretch goes on at the page where the
 * last one ended, if that page still begins as it did: following costs a call or two, catching up reads each page about
 * once. A stretch that does not begin after the one before is read again for a reason (a rollback, a contradiction):
 * then everything remembered is dropped.
 */
export function createGrowingList<T>(client: BlockfrostClient, steady: Steady, list: GrowingList<T>): ReadStretch<T> {
  let last = { from: -1, memory: NO_MEMORY };
  return async (from, to, isWanted = () => true) => {
    let memory = from > last.from ? last.memory : NO_MEMORY;
    last = { from, memory: NO_MEMORY };
    return steady(list.path, to, async (isAnchored) => {
      const reading = createReading(client, list, memory);
      try {
        const { first, pages, isEnd, isLong } = await readPages(reading, { from, to }, !isAnchored);
        if (isLong) {
          memory = reading.remember({ ...memory, page: memory.begins.length > 0 ? memory.page : first });
          return "long";
        }
        const lastPage = pages.at(-1) ?? [];
        const earlier = await reading.refsOf(pages.slice(0, -1).flat().filter(isWanted));
        const refs = [...memory.refs, ...earlier].filter(({ height }) => height >= from);
        const found = [...refs, ...(await reading.refsOf(lastPage.filter(isWanted)))];
        const page = first + Math.max(0, pages.length - 1);
        const remembered = reading.remember({ page, begins: lastPage.map(list.keyOf), isEnd, refs });
        // What lies above may yet land in another block.
        const known = new Map([...remembered.known].filter(([, { height }]) => height <= to));
        last = { from, memory: { ...remembered, known } };
        return found.filter(({ height }) => height >= from && height <= to);
      } catch (error) {
        if (error instanceof Unsteady) memory = NO_MEMORY;
        throw error;
      }
    });
  };
}

/** All pages that may hold some of the heights; `isLong` and not all of them where only one may be read. */
async function readPages<T>(reading: Reading<T>, { from, to }: { from: Height; to: Height }, onlyOne: boolean) {
  await reading.checkMemory();
  const first = await findFirstPage(reading, from);
  const pages: (readonly T[])[] = [];
  for (let number = first; ; number++) {
    const entries = await reading.page(number);
    const isEnd = entries.length === 0 || reading.isKnownEnd(number, entries);
    const isLong = onlyOne && pages.length > 0 && entries.length > 0;
    if (entries.length > 0) pages.push(entries);
    const isPast = reading.isFull(entries) && (await reading.lastHeight(entries)) > to;
    if (isEnd || isLong || isPast) {
      reading.checkNoneTwice(pages.flat());
      return { first, pages, isEnd, isLong };
    }
  }
}

/** The page on which entries of this height may begin. */
async function findFirstPage<T>(reading: Reading<T>, from: Height): Promise<number> {
  const beginsBefore = async (number: number) => {
    const entries = await reading.page(number);
    return entries.length > 0 && (await reading.firstHeight(entries)) < from;
  };
  const endsBefore = async (number: number) => {
    const entries = await reading.page(number);
    return reading.isFull(entries) && (await reading.lastHeight(entries)) < from;
  };
  let low = reading.memory.page;
  let high: number | null = null;
  if (reading.memory.begins.length === 0) {
    for (let step = 1; low > 1 && !(await beginsBefore(low)); step *= 2) {
      high = low;
      low = Math.max(1, low - step);
    }
  }
  for (let step = 1; high === null; step *= 2) {
    if (!(await endsBefore(low))) return low;
    if (await beginsBefore(low + step)) low += step;
    else high = low + step;
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (await beginsBefore(middle)) low = middle;
    else high = middle;
  }
  return (await endsBefore(low)) && (await reading.page(high)).length > 0 ? high : low;
}
