import { type SQL, sql } from "drizzle-orm";
import { textList } from "@/db/rows";
import type { RegisterCursor, RegisterList } from "./register-cursor";

export type RegisterRow = {
  place: string;
  address: string | null;
  plays: number;
  plays_in_window: number;
  first_height: bigint | null;
  first_ms: bigint | null;
  held: bigint;
  counted: bigint;
  not_counted: bigint;
};

/** Each has an index with its rows in this order: a page reads its own and no others, wherever it is. */
const LISTS: Readonly<Record<RegisterList, { readonly value: SQL; readonly type: SQL; readonly are: SQL }>> = {
  players: { value: sql`first_height`, type: sql`bigint`, are: sql`first_height is not null` },
  holders: { value: sql`held`, type: sql`numeric`, are: sql`held > 0` },
};

/** What a row of the list is sorted by. */
export const sortedBy = (list: RegisterList, { first_height, held }: RegisterRow): string =>
  String(list === "players" ? first_height : held);

/** So many rows next to a place of the list; from its start without one. Before a place, the nearest comes first. */
export function pageQuery(list: RegisterList, cursor: RegisterCursor | null, limit: number): SQL {
  const { value, type, are } = LISTS[list];
  const isBack = cursor?.towards === "before";
  const order = isBack ? sql`asc` : sql`desc`;
  const behind = cursor
    ? sql`and (${value}, place) ${isBack ? sql`>` : sql`<`} (${cursor.value}::${type}, ${cursor.place}::text)`
    : sql``;
  return sql`select * from register_entry where ${are} ${behind} order by ${value} ${order}, place ${order}
    limit ${limit}::int`;
}

/** Those of some places, in the same order. */
export function placesQuery(list: RegisterList, places: readonly string[], limit: number): SQL {
  const { value, are } = LISTS[list];
  return sql`select * from register_entry where place = any(${textList(places)}) and ${are}
    order by ${value} desc, place desc limit ${limit}::int`;
}

/** No address and no hash has a character after it. */
const AFTER_ALL = "~";

/** The places of what begins so, by its address or by the hash of its key or script; `limit` of each. */
export function placesFrom(start: string, limit: number): SQL {
  const named = (kind: string) => sql`
    (select place as text from register_entry where place >= ${kind + start} and place < ${kind + start + AFTER_ALL}
    order by place limit ${limit}::int)`;
  return sql`
    (select place as text from register_entry where address >= ${start} and address < ${start + AFTER_ALL}
    order by address limit ${limit}::int)
    union ${named("key:")} union ${named("script:")}`;
}

/** Addresses that begin so, of whomever the scan has seen. */
export function addressesFrom(start: string, limit: number): SQL {
  return sql`select text from address where text >= ${start} and text < ${start + AFTER_ALL}
    order by text limit ${limit}::int`;
}
