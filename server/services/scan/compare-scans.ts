import { type SQL, sql } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { blockHeader, followed, sourceState } from "@/db/schema";
import { READ_ONLY } from "@/db/transaction";
import { compareText } from "@/server/domain/text-order";
import type { Height } from "@/server/domain/units";
import { ServiceError } from "../errors";
import { inPortions } from "../in-portions";
import { newestEpoch } from "../scan-epoch";
import { inOrder, SCAN_TABLES, type ScannedRow, type ScanTable } from "./internal/tables-at";

export type ScanDifference = {
  readonly table: ScanTable;
  readonly key: string;
  /** The lowest block that they differ about. */
  readonly height: Height;
  /** Null where there is no such row. */
  readonly live: string | null;
  readonly fresh: string | null;
};

export type ScanComparison = {
  /** Both as they were after this block. */
  readonly height: Height;
  readonly rows: number;
  /** How many, the lowest block of them, and the first MOST_SHOWN. */
  readonly differences: number;
  readonly lowest: Height | null;
  readonly shown: readonly ScanDifference[];
  /** Plays whose player is known to one of the two only: no difference, and no agreement. */
  readonly unsettled: number;
  /** The newest changes of both that it has seen: until the next one of either it holds. */
  readonly epochs: readonly [live: number, fresh: number];
};

const MOST_SHOWN = 20;

/**
 * Compares two scans of the same pool row by row, as they were after the last block that both have read, less `depth`:
 * blocks, transactions, tokens, the pool's outputs and plays. Each is read as of one moment, in the order of its keys,
 * so memory does not grow with them. Throws ServiceError `unavailable` if they have no block in common to compare at.
 */
export async function compareScans(live: Database, fresh: Database, depth: number): Promise<ScanComparison> {
  return live.transaction(async (one) => {
    const height = Math.min(await readUpTo(one), await readUpTo(fresh)) - depth;
    await one.execute(UNHURRIED);
    return compareTables(one, fresh, { above: -1, height, blocks: height });
  }, READ_ONLY);
}

/**
 * The same of what has come since: rows that came or were spent above what was compared. Blocks and the pool up to the
 * live scan's cursor, which is a block of both; the rest as far as both have read it. Both together.
 */
export async function compareSince(
  live: Transaction,
  fresh: Database,
  before: ScanComparison,
): Promise<ScanComparison> {
  const height = Math.min(await readUpTo(live), await readUpTo(fresh));
  const [cursor] = await live.select().from(sourceState);
  const since = await compareTables(live, fresh, {
    above: before.height,
    height,
    blocks: cursor?.height ?? height,
  });
  const lowest = [before, since].flatMap((each) => each.lowest ?? []);
  return {
    ...since,
    rows: before.rows + since.rows,
    differences: before.differences + since.differences,
    lowest: lowest.length > 0 ? Math.min(...lowest) : null,
    shown: [...before.shown, ...since.shown].slice(0, MOST_SHOWN),
    unsettled: before.unsettled + since.unsettled,
  };
}

/** A comparison takes as long as it takes. */
const UNHURRIED = sql`select set_config('statement_timeout', '0', true),
  set_config('idle_in_transaction_session_timeout', '0', true), set_config('work_mem', '64MB', true)`;

type Range = { readonly above: Height; readonly height: Height; readonly blocks: Height };

function compareTables(live: Transaction, fresh: Database, range: Range): Promise<ScanComparison> {
  return fresh.transaction(async (other) => {
    await other.execute(UNHURRIED);
    return compareRows(live, other, range);
  }, READ_ONLY);
}

async function compareRows(live: Transaction, fresh: Transaction, range: Range): Promise<ScanComparison> {
  const { above, height } = range;
  const [first] = await fresh.select({ height: sql<number>`min(${blockHeader.height})` }).from(blockHeader);
  if (height < (first?.height ?? 0)) {
    throw new ServiceError("unavailable", "The two have too few blocks in common: let the scan go on, then repeat.");
  }
  const epochs = [await newestEpoch(live), await newestEpoch(fresh)] as const;
  const found = { height, rows: 0, differences: 0, lowest: null as Height | null, unsettled: 0, epochs };
  const shown: ScanDifference[] = [];
  for (const table of Object.keys(SCAN_TABLES) as ScanTable[]) {
    const upTo = table === "blocks" || table === "pool" ? range.blocks : height;
    const query = inOrder(SCAN_TABLES[table]({ above, height: upTo }));
    for await (const [ours, theirs] of pairs(rowsOf(live, table, query), rowsOf(fresh, table, query))) {
      found.rows++;
      if (ours?.waits !== theirs?.waits && ours && theirs) found.unsettled++;
      else if (!areSame(ours, theirs)) {
        const difference = differenceOf(table, ours, theirs);
        found.differences++;
        found.lowest = Math.min(found.lowest ?? difference.height, difference.height);
        if (shown.length < MOST_SHOWN) shown.push(difference);
      }
    }
  }
  return { ...found, shown };
}

/** All subjects and the blocks are read to this height; -1 before the first. */
async function readUpTo(tx: Database | Transaction): Promise<Height> {
  const [state] = await tx.select().from(sourceState);
  const subjects = await tx.select().from(followed);
  return Math.min(state?.height ?? -1, ...subjects.map(({ readHeight }) => readHeight));
}

async function* rowsOf(tx: Transaction, table: ScanTable, query: SQL): AsyncGenerator<ScannedRow> {
  const rows = (statement: SQL) => tx.execute<ScannedRow>(statement);
  for await (const portion of inPortions(rows, `scan_${table}`, query)) yield* portion;
}

type Pair = readonly [ScannedRow | null, ScannedRow | null];

/** Rows with the same key, of two lists in the order of keys. */
async function* pairs(live: AsyncGenerator<ScannedRow>, fresh: AsyncGenerator<ScannedRow>): AsyncGenerator<Pair> {
  const next = async (rows: AsyncGenerator<ScannedRow>) => (await rows.next()).value as ScannedRow | undefined;
  let [ours, theirs] = [await next(live), await next(fresh)];
  while (ours || theirs) {
    const order = !ours ? 1 : !theirs ? -1 : compareText(ours.key, theirs.key);
    yield [order <= 0 ? (ours ?? null) : null, order >= 0 ? (theirs ?? null) : null];
    if (order <= 0) ours = await next(live);
    if (order >= 0) theirs = await next(fresh);
  }
}

const areSame = (ours: ScannedRow | null, theirs: ScannedRow | null) =>
  ours?.body === theirs?.body && ours?.spent === theirs?.spent;

function differenceOf(table: ScanTable, live: ScannedRow | null, fresh: ScannedRow | null): ScanDifference {
  const both = [live, fresh].flatMap((row) => row ?? []);
  // Where they differ about nothing but its end, that is the block.
  const ends = live?.body === fresh?.body ? both.flatMap((row) => row.spent_height ?? []) : [];
  return {
    table,
    key: both[0]?.key ?? "",
    height: Math.min(...(ends.length > 0 ? ends : both.map((row) => row.height))),
    live: live && sayRow(live),
    fresh: fresh && sayRow(fresh),
  };
}

const sayRow = ({ body, spent }: ScannedRow) => (spent === null ? body : `${body}, spent at ${spent}`);
