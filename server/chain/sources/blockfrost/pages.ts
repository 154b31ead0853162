import { ChainSourceError } from "../error";
import { Unsteady } from "../http/steady";
import type { BlockfrostClient } from "./client";

/** Blockfrost's largest page. */
export const PAGE_SIZE = 100;
/** Far beyond any real question, and an end for a server without one. */
const MOST_PAGES = 20_000;

/** A page by its number, from 1; null where the server does not know whose list it is. */
export type ReadPage<T> = (page: number, count: number) => Promise<readonly T[] | null>;

export type List<T> = {
  readonly path: string;
  readonly read: ReadPage<T>;
  readonly keyOf: (entry: T) => string;
  /** How many entries there are, where the server has told it elsewhere. */
  readonly total?: number | undefined;
  /** Reading ends once there are more; without it, at the list's end. */
  readonly most?: number | undefined;
  /** True where a list that is refused for its length is asked for in parts instead. */
  readonly isDivisible?: boolean;
};

/** Answers to what the server understood and will not do: pages too deep, ranges too long or beyond its tip. */
export function isRefusal(error: unknown): boolean {
  const isRefused = error instanceof ChainSourceError && error.kind !== "not-supported";
  return isRefused && [400, 413, 416, 422].includes(error.details.status ?? 0);
}

/**
 * Reads a list page by page until one is empty: a short page proves nothing, since servers cap their pages in silence.
 * So the first page's length is the size that the next ones are asked for: whether a server then counts its pages by
 * what was asked or by what it serves, the second begins where the first ended. Null where the server does not know
 * the list's subject. With `onlyOne`, "long" as soon as there is a second page with entries.
 */
export async function readPages<T>(client: BlockfrostClient, list: List<T>): Promise<T[] | null>;
export async function readPages<T>(
  client: BlockfrostClient,
  list: List<T>,
  onlyOne: boolean,
): Promise<T[] | null | "long">;
export async function readPages<T>(client: BlockfrostClient, list: List<T>, onlyOne = false) {
  const entries = new Map<string, T>();
  let [count, offset] = [PAGE_SIZE, 0];
  const unsteady = (text: string, kind: "lying" | "unavailable" = "unavailable") =>
    new Unsteady(client.error(kind, `${list.path} ${text}.`));

  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const page = offset / count + 1;
    let got: readonly T[] | null;
    try {
      got = await list.read(page, count);
    } catch (error) {
      if (list.isDivisible || !isRefusal(error) || count === 1) throw error;
      // Smaller pages reach a little further, and show the end of a list that ends just before the limit.
      offset = entries.size;
      count = smallerPage(count, offset);
      continue;
    }
    if (got === null && offset === 0) return null;
    if (got === null) throw unsteady(`was there, and is unknown on page ${page}`);
    if (got.length > count) throw unsteady(`answers ${got.length} entries where ${count} were asked for`, "lying");
    if (onlyOne && got.length > 0 && offset > 0) return "long";

    const before = entries.size;
    for (const entry of got) entries.set(list.keyOf(entry), entry);
    const isNew = entries.size - before;
    if (got.length > 0 && isNew === 0)
      throw unsteady(`repeats earlier pages on page ${page}: pages are ignored`, "lying");
    if (isNew < got.length) throw unsteady(`shows an entry twice on page ${page}: it changed while it was read`);

    if (list.most !== undefined && entries.size > list.most) return [...entries.values()];
    const isAll = list.total === undefined ? got.length === 0 : got.length === 0 || entries.size >= list.total;
    if (isAll) {
      if (list.total === undefined || list.total === entries.size) return [...entries.values()];
      throw unsteady(`has ${entries.size} entries, where the server said before that there are ${list.total}`, "lying");
    }
    if (onlyOne && got.length === PAGE_SIZE) return "long";
    if (offset === 0) count = got.length;
    offset += count;
  }
  throw client.error("wrong-answer", `${list.path} does not end after ${MOST_PAGES} pages.`);
}

/** The next smaller page size of which an offset is a whole number. */
function smallerPage(count: number, offset: number): number {
  let size = count - 1;
  while (count % size !== 0 || offset % size !== 0) size--;
  return size;
}
