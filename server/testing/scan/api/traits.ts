import { failure, json, type Question, type Reply } from "./question";

/** How a server of the family differs from Blockfrost's own, for good: none of this is a lie. */
export type Traits = {
  /** Most entries of a page, whatever is asked for. */
  readonly pageCap: number;
  /** Refuses pages beyond this one with 400, of lists that can be asked for by ranges; null: no page is too deep. */
  readonly lastPage: number | null;
  /** Refuses ranges that end above its tip with 400. */
  readonly refusesAboveTip: boolean;
  readonly assetsIgnoreRanges: boolean;
  /** Says 0 for every place in a block. */
  readonly hidesIndexes: boolean;
  /** Lists without times. */
  readonly hidesTimes: boolean;
  /** Lists a transaction under an asset also where only its inputs have it. */
  readonly listsSpentAssets: boolean;
};

export const BLOCKFROST: Traits = {
  pageCap: 100,
  lastPage: null,
  refusesAboveTip: false,
  assetsIgnoreRanges: false,
  hidesIndexes: false,
  hidesTimes: false,
  listsSpentAssets: false,
};

/** A page of a list, oldest first unless asked otherwise. */
export function pageOf(entries: readonly unknown[], { query }: Question, traits: Traits): Reply {
  const page = Number(query.get("page") ?? 1);
  const count = Number(query.get("count") ?? 100);
  if (!(page >= 1 && count >= 1 && count <= 100)) {
    return failure(400, "Bad Request", "querystring/count must be from 1 to 100 and querystring/page from 1");
  }
  if (traits.lastPage !== null && page > traits.lastPage)
    return failure(400, "Bad Request", "page x count is too large");
  const size = Math.min(count, traits.pageCap);
  const ordered = query.get("order") === "desc" ? entries.toReversed() : entries;
  return json(ordered.slice((page - 1) * size, page * size));
}
