import { sql } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import * as schema from "@/db/schema";
import type { BlockHeader, ChainSource } from "@/server/domain/ports";
import type { Height, Hex } from "@/server/domain/units";
import { Contradicted } from "./contradicted";

export type Place = { readonly height: Height; readonly hash: Hex };
export type State = typeof schema.sourceState.$inferSelect;

/** Blocks a step: bounds the time and memory of a run. */
const BLOCKS_A_STEP = 200;

export async function loadState(db: Database | Transaction): Promise<State | null> {
  const [state] = await db.select().from(schema.sourceState);
  return state ?? null;
}

/** The blocks that follow the cursor, hash-linked. */
export type NewBlocks = {
  readonly headers: readonly BlockHeader[];
  /** The source's tip, as far as it was looked for. */
  readonly tip: Pick<BlockHeader, "height" | "timeMs">;
};

/** Reads on from the cursor; the first time, the block where the pool's history begins. Null: the cursor's is gone. */
export async function readBlocks(source: ChainSource, state: State | null, start: Place): Promise<NewBlocks | null> {
  if (state === null) {
    const first = await source.block(start.hash, start);
    if (!first) throw new Contradicted({ kind: "start-unknown", block: start.hash, height: start.height });
    if (first.height !== start.height) {
      const [expected, got] = [`block ${start.height}`, `block ${first.height}`];
      throw new Contradicted({ kind: "other-block", height: start.height, expected, got });
    }
    return { headers: [first], tip: await source.tip() };
  }
  const headers = await source.blocksAfter(state.hash, BLOCKS_A_STEP, state);
  if (headers === null) return null;
  checkLinks(state, headers);
  const last = headers.at(-1) ?? state;
  // Fewer than asked for: that was the tip.
  return { headers, tip: headers.length < BLOCKS_A_STEP ? last : await source.tip() };
}

function checkLinks(cursor: Place & Pick<BlockHeader, "slot">, headers: readonly BlockHeader[]): void {
  let previous = cursor;
  for (const header of headers) {
    // Genesis, where a server shows it as a block, and the block after it may share slot 0.
    const isLater = header.slot > previous.slot || previous.height === 0;
    const isNext = header.height === previous.height + 1 && isLater;
    if (header.previousHash !== previous.hash || !isNext) {
      const { hash: block, height } = header;
      throw new Contradicted({ kind: "not-linked", block, height, expected: previous.hash });
    }
    previous = header;
  }
}

/** Our own blocks at these heights: those just read, and those that we hold. */
export async function blocksAt(
  db: Database | Transaction,
  heights: readonly Height[],
  fresh: readonly BlockHeader[] = [],
): Promise<Map<Height, BlockHeader>> {
  const blocks = new Map(fresh.map((header) => [header.height, header]));
  const wanted = [...new Set(heights)].filter((height) => !blocks.has(height));
  if (wanted.length === 0) return blocks;
  const rows = await db
    .select()
    .from(schema.blockHeader)
    .where(sql`${schema.blockHeader.height} = any(${sql.param(wanted)}::bigint[])`);
  for (const row of rows) blocks.set(row.height, row);
  return blocks;
}
