import { inParallel } from "@/server/domain/in-parallel";
import type { TransactionRef } from "@/server/domain/ports";
import type { Height } from "@/server/domain/units";
import { Unsteady } from "../http/steady";
import type { BlockfrostClient } from "./client";
import { PAGE_SIZE, type ReadPage } from "./pages";

/** A list in the chain's order, oldest first, that cannot be asked for by heights and grows at its end. */
export type GrowingList<T> = {
  readonly path: string;
  readonly read: ReadPage<T>;
  readonly keyOf: (entry: T) => string;
  /** Null where the server no longer knows the entry's transaction. May cost a call. */
  readonly refOf: (entry: T) => Promise<TransactionRef | null>;
};

/** What is remembered of a list between two stretches. */
export type Memory = {
  /** The size of its pages; null while the list is shorter than one, and the server's cap is not known. */
  readonly count: number | null;
  /** Where to look first: the page where the last stretch ended. */
  readonly page: number;
  /** How that page began, by its keys: what is remembered of earlier pages holds as long as it does. */
  readonly begins: readonly string[];
  /** Nothing followed that page, so nothing does as long as it is the same. */
  readonly isEnd: boolean;
  /** What was wanted of earlier pages, from where the last stretch began. */
  readonly refs: readonly TransactionRef[];
  /** Where transactions are that were asked for last. */
  readonly known: ReadonlyMap<string, TransactionRef>;
};

export const NO_MEMORY: Memory = { count: null, page: 1, begins: [], isEnd: false, refs: [], known: new Map() };

export type Reading<T> = ReturnType<typeof createReading<T>>;

/** One reading of a list: each page is asked for once. */
export function createReading<T>(client: BlockfrostClient, list: GrowingList<T>, memory: Memory) {
  const pages = new Map<number, readonly T[]>();
  const known = new Map<string, TransactionRef>();
  let { count } = memory;
  const unsteady = (text: string) => new Unsteady(client.error("unavailable", `${list.path} ${text}.`));

  async function ask(number: number, most: number): Promise<readonly T[]> {
    const entries = (await list.read(number, most)) ?? [];
    if (entries.length <= most) return entries;
    throw client.error("lying", `${list.path} answers ${entries.length} entries where ${most} were asked for.`);
  }

  async function page(number: number): Promise<readonly T[]> {
    const entries = pages.get(number) ?? (await ask(number, count ?? PAGE_SIZE));
    pages.set(number, entries);
    return entries;
  }

  async function refOf(entry: T): Promise<TransactionRef | null> {
    const key = list.keyOf(entry);
    const ref = known.get(key) ?? memory.known.get(key) ?? (await list.refOf(entry));
    if (ref) known.set(key, ref);
    return ref;
  }

  /** The height of the first of these entries that is in a block. */
  async function firstHeight(entries: readonly T[]): Promise<Height> {
    for (const entry of entries) {
      const ref = await refOf(entry);
      if (ref) return ref.height;
    }
    throw unsteady("has a page on which no entry is in a block");
  }

  const isFull = (entries: readonly T[]) => entries.length === (count ?? PAGE_SIZE);
  const isKnownEnd = (number: number, entries: readonly T[]) =>
    memory.isEnd && number === memory.page && entries.length === memory.begins.length && !isFull(entries);

  /** A first page that is not full is all there is, or all that the server serves on one: the next one tells. */
  async function learnPageSize(): Promise<void> {
    const first = await page(1);
    if (first.length === PAGE_SIZE) count = PAGE_SIZE;
    else if (first.length === 0 || isKnownEnd(1, first)) pages.set(2, []);
    else {
      const second = await ask(2, first.length);
      pages.set(2, second);
      if (second.length > 0) count = first.length;
    }
  }

  return {
    memory,
    page,
    isFull,
    isKnownEnd,
    firstHeight,
    lastHeight: (entries: readonly T[]) => firstHeight(entries.toReversed()),

    /** Whether the list still is what is remembered of it, and how many entries its pages have. */
    async checkMemory(): Promise<void> {
      const keys = memory.begins.length > 0 ? (await page(memory.page)).map(list.keyOf) : [];
      if (!memory.begins.every((key, at) => key === keys[at]))
        throw unsteady(`changed on page ${memory.page} or before`);
      if (count === null) await learnPageSize();
    },

    async refsOf(entries: readonly T[]): Promise<TransactionRef[]> {
      return (await inParallel(entries, refOf)).flatMap((ref) => ref ?? []);
    },

    checkNoneTwice(entries: readonly T[]): void {
      if (new Set(entries.map(list.keyOf)).size < entries.length) throw unsteady("shows an entry twice");
    },

    remember: (now: Omit<Memory, "count" | "known">): Memory => ({ ...now, count, known }),
  };
}
