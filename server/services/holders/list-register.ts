import { sql } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { register } from "@/db/schema";
import { READ_ONLY } from "@/db/transaction";
import { dayIndexOf } from "@/server/domain/day/calendar";
import type { DecisionCode } from "@/server/domain/eligibility/decision";
import { decisionOfPlace } from "@/server/domain/eligibility/register";
import type { Rules } from "@/server/domain/rules/rules";
import { resolverOf } from "@/server/domain/script-held/table";
import type { DayIndex, Height, PosixMs } from "@/server/domain/units";
import { isOurBlock } from "../day/snapshot";
import { loadPoolRow } from "../pool/load-pool";
import { rulesOfVersion } from "../settings-in-force";
import { findPlaces } from "./internal/find-places";
import { REGISTER_LISTS, type RegisterList, readCursor, writeCursor } from "./internal/register-cursor";
import { pageQuery, placesQuery, type RegisterRow, sortedBy } from "./internal/register-page";

export { REGISTER_LISTS, type RegisterList };

/** Somebody who has played or holds tokens, or a script that does. Quantities are of the token's smallest units. */
export type RegisterView = {
  readonly place: string;
  /** A stake address, or a payment address without a stake part; null if only the key's hash is known. */
  readonly address: string | null;
  /** Whose it is: a person's; a script's, with what is known of its contract; or nobody's, such as a Byron address. */
  readonly owner: { readonly kind: "key" | "nobody" } | { readonly kind: "script"; readonly contract: string | null };
  readonly plays: number;
  readonly first: { readonly height: Height; readonly timeMs: PosixMs; readonly dayIndex: DayIndex } | null;
  readonly held: bigint;
  /** Of these, what counts for its owner. */
  readonly counted: bigint;
  readonly decision: DecisionCode;
};

export type RegisterPage = {
  /** After which block it all was so; null before the engine has made the register. */
  readonly block: { readonly height: Height; readonly timeMs: PosixMs; readonly isOurs: boolean } | null;
  /** All there are of each. */
  readonly players: number;
  readonly holders: number;
  readonly rows: readonly RegisterView[];
  /** Cursors of the neighbouring pages; null at an end. */
  readonly before: string | null;
  readonly after: string | null;
  /** Of a search: there may be more than the rows. */
  readonly isCut: boolean;
};

export type RegisterQuery = {
  readonly list: RegisterList;
  /** Of a neighbouring page, as an answer gave it. */
  readonly cursor: string | null;
  /** An address, or how it begins; all without it. A search has one page. */
  readonly search: string;
};

export const PAGE_ROWS = 50;
/** A page is a matter of milliseconds, however many there are. */
const LONGEST_STATEMENT_MS = 3_000;

const NOTHING = { block: null, players: 0, holders: 0, rows: [], before: null, after: null, isCut: false };

/**
 * A page of those who have played, the newest first, or of those who hold tokens, the largest first, from one register
 * (refresh-register.ts). It begins behind a row's value and name, not after a number of rows: whoever comes or goes
 * meanwhile moves nobody else. Throws ServiceError `bad-input` for a cursor or a search that is none.
 */
export async function listRegister(db: Database, query: RegisterQuery): Promise<RegisterPage> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`select set_config('statement_timeout', ${String(LONGEST_STATEMENT_MS)}, true)`);
    const [made] = await tx.select().from(register);
    const pool = await loadPoolRow(tx);
    if (!pool || !made || made.rulesVersion === null) return NOTHING;
    const { players, holders } = made;
    const height = made.height ?? 0;
    const isOurs = await isOurBlock(tx, { height, hash: made.hash ?? "" });
    const { rules } = await rulesOfVersion(tx, made.rulesVersion);
    const { rows, ...found } = query.search === "" ? await readPage(tx, query) : await readFound(tx, query, rules);
    const view = viewer(rules, pool.settings.intervalMs);
    const block = { height, timeMs: made.timeMs ?? 0, isOurs };
    return { block, players, holders, rows: rows.map(view), ...found };
  }, READ_ONLY);
}

async function readPage(tx: Transaction, { list, cursor: text }: RegisterQuery) {
  const cursor = text === null ? null : readCursor(list, text);
  const read = await tx.execute<RegisterRow>(pageQuery(list, cursor, PAGE_ROWS + 1));
  const hasMore = read.length > PAGE_ROWS;
  const rows = read.slice(0, PAGE_ROWS);
  if (cursor?.towards === "before") rows.reverse();
  const [hasBefore, hasAfter] = cursor?.towards === "before" ? [hasMore, true] : [cursor !== null, hasMore];
  const link = (towards: "after" | "before", row: RegisterRow | undefined) =>
    row ? writeCursor({ list, towards, value: sortedBy(list, row), place: row.place }) : null;
  return {
    rows,
    before: hasBefore ? link("before", rows[0]) : null,
    after: hasAfter ? link("after", rows.at(-1)) : null,
    isCut: false,
  };
}

async function readFound(tx: Transaction, { list, search }: RegisterQuery, rules: Rules) {
  const { places, isCut } = await findPlaces(tx, rules, search, PAGE_ROWS + 1);
  const rows = await tx.execute<RegisterRow>(placesQuery(list, places, PAGE_ROWS + 1));
  return { rows: rows.slice(0, PAGE_ROWS), before: null, after: null, isCut: isCut || rows.length > PAGE_ROWS };
}

function viewer(rules: Rules, intervalMs: number): (row: RegisterRow) => RegisterView {
  return ({ place, address, plays, held, counted, ...row }) => {
    const [height, timeMs] = [Number(row.first_height), Number(row.first_ms)];
    const known = { place, plays, playsInWindow: row.plays_in_window, counted, notCounted: row.not_counted };
    return {
      ...{ place, address, plays, held, counted },
      owner: ownerOf(place),
      first: row.first_height === null ? null : { height, timeMs, dayIndex: dayIndexOf(timeMs, intervalMs) },
      decision: decisionOfPlace(rules, known),
    };
  };
}

function ownerOf(place: string): RegisterView["owner"] {
  const [kind, hash = ""] = place.split(":");
  if (kind === "script") return { kind, contract: resolverOf(hash)?.what ?? null };
  return { kind: kind === "key" ? kind : "nobody" };
}
