import { Unsteady } from "../http/steady";
import type { GraphqlClient } from "./client";

/** Rows that a server gives at most. More are cut off without a word, so that only an empty page ends a list. */
export const PAGE_SIZE = 2_500;
/** Far beyond any real question, and an end for a server without one. */
const MOST_PAGES = 20_000;

export type List<T> = {
  /** For messages. */
  readonly what: string;
  readonly read: (page: { readonly limit: number; readonly offset: number }) => Promise<readonly T[]>;
  readonly keyOf: (row: T) => string;
  /** Reading ends once there are more; without it, at the list's end. */
  readonly most?: number | undefined;
};

/** All rows of a list in a fixed order, page by page. */
export async function readPages<T>(client: GraphqlClient, list: List<T>): Promise<T[]> {
  const rows = new Map<string, T>();
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const offset = rows.size;
    const got = await list.read({ limit: PAGE_SIZE, offset });
    if (got.length > PAGE_SIZE) {
      throw client.error("lying", `${list.what} has ${got.length} rows where ${PAGE_SIZE} were asked for.`);
    }
    for (const row of got) rows.set(list.keyOf(row), row);
    if (rows.size < offset + got.length) {
      const isIgnored = got.length > 0 && rows.size === offset;
      const text = isIgnored
        ? `${list.what} repeats its rows from ${offset} on: the offset is ignored.`
        : `${list.what} shows a row twice: it changed while it was read.`;
      throw new Unsteady(client.error(isIgnored ? "lying" : "unavailable", text));
    }
    const isEnough = list.most !== undefined && rows.size > list.most;
    if (got.length === 0 || isEnough) return [...rows.values()];
  }
  throw client.error("wrong-answer", `${list.what} does not end after ${MOST_PAGES} pages.`);
}
