import { badRequest } from "./errors";

export type Paging = { readonly count: number; readonly page: number; readonly order: "asc" | "desc" };

const MAX_PAGE = 21_474_836;

/** `count` 1 to 100, `page` from 1, `order`. Refusals have Blockfrost's wording. */
export function readPaging(query: URLSearchParams): Paging {
  const order = query.get("order") ?? "asc";
  if (order !== "asc" && order !== "desc") {
    throw badRequest("querystring/order must be equal to one of the allowed values");
  }
  return {
    count: readInteger(query, "count", 100, 100),
    page: readInteger(query, "page", 1, MAX_PAGE),
    order,
  };
}

function readInteger(query: URLSearchParams, name: string, standard: number, max: number): number {
  const text = query.get(name);
  if (text === null) return standard;
  const value = Number(text);
  if (text.trim() === "" || !Number.isInteger(value)) throw badRequest(`querystring/${name} must be integer`);
  if (value < 1) throw badRequest(`querystring/${name} must be >= 1`);
  if (value > max) throw badRequest(`querystring/${name} must be <= ${max}`);
  return value;
}

/** `ascending` is in chain order. */
export function paginate<T>(ascending: readonly T[], query: URLSearchParams): T[] {
  const { count, page, order } = readPaging(query);
  const start = (page - 1) * count;
  if (order === "asc") return ascending.slice(start, start + count);
  return [...ascending].reverse().slice(start, start + count);
}

type Position = { readonly height: number; readonly index: number | null };

/** Filter by `from` and `to`, each `block` or `block:index`, both inclusive. */
export function inRange(query: URLSearchParams): (record: { height: number; indexInBlock: number }) => boolean {
  const from = readPosition(query.get("from"));
  const to = readPosition(query.get("to"));
  if (
    from &&
    to &&
    (from.height > to.height || (from.height === to.height && (from.index ?? 0) > (to.index ?? Infinity)))
  ) {
    throw invalidRange();
  }
  return ({ height, indexInBlock }) => {
    if (from && (height < from.height || (height === from.height && indexInBlock < (from.index ?? 0)))) return false;
    return !(to && (height > to.height || (height === to.height && indexInBlock > (to.index ?? Infinity))));
  };
}

function readPosition(text: string | null): Position | null {
  if (text === null) return null;
  const match = /^(\d{1,10})(?::(\d{1,10}))?$/.exec(text);
  const height = Number(match?.[1]);
  const index = match?.[2] === undefined ? null : Number(match[2]);
  if (!match || height > 2_147_483_647 || (index ?? 0) > 2_147_483_647) throw invalidRange();
  return { height, index };
}

const invalidRange = () => badRequest("Invalid (malformed or out of range) from/to parameter(s).");
