import { inArray, sql } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { asTable } from "@/db/rows";
import * as schema from "@/db/schema";
import { tell } from "@/db/tell";
import { together } from "@/db/together";
import { withTransaction } from "@/db/transaction";
import type { BlockHeader } from "@/server/domain/ports";
import type { Height } from "@/server/domain/units";
import type { Followed } from "../../followed/followed";
import { outputsText, refKey } from "../../followed/known-outputs";
import { applyPlays } from "./apply-plays";
import { applyTokens } from "./apply-tokens";
import { Contradicted } from "./contradicted";
import { loadState, type NewBlocks, type State } from "./cursor";
import type { FoundPlay } from "./find-plays";
import type { Touched } from "./find-touched";
import type { ReadTransaction } from "./read-candidates";
import { sayPlace } from "./say-place";

/** Heights of some subjects, read whole: written in one database transaction, or not at all. */
export type Stretch = {
  readonly subjects: readonly Followed[];
  /** All of them were read to here before. */
  readonly from: Height;
  readonly to: Height;
  /** Our own block at `to`; null in history of which we hold none. */
  readonly block: Pick<BlockHeader, "hash"> | null;
  readonly read: readonly ReadTransaction[];
  readonly touched: Touched["subjects"];
  readonly holding: Touched["holding"];
  readonly plays: readonly FoundPlay[];
};

/** The cursor moves with the pool: whoever sees a block has all that it did to the pool. */
export type Advance = { readonly from: State | null; readonly blocks: NewBlocks };

/** False when somebody else was faster, and all of it has to be read again. */
export async function writeStretch(db: Database, stretch: Stretch, advance: Advance | null): Promise<boolean> {
  return withTransaction(db, async (tx) => {
    const state = await holdState(tx);
    const isOurTurn = advance ? await moveCursor(tx, state, advance) : await isStillSo(tx, stretch);
    if (!isOurTurn) return false;
    const touching = stretch.read.filter(({ transaction }) => stretch.touched.get(transaction.hash)?.length);
    const tokens = stretch.subjects.filter(({ kind }) => kind !== "game");
    const ids = stretch.subjects.map(({ id }) => id);
    // Before what they do: one that is held elsewhere is told as that, and not as an output that is made twice.
    await insertTransactions(tx, touching, stretch);
    await together([
      ...tokens.map((token) => {
        const own = touching.filter(({ transaction }) => stretch.touched.get(transaction.hash)?.includes(token.id));
        return applyTokens(tx, { read: own, holding: stretch.holding }, token);
      }),
      applyPlays(tx, stretch.plays),
      tx.update(schema.followed).set({ readHeight: stretch.to }).where(inArray(schema.followed.id, ids)).execute(),
      ...(advance && advance.blocks.headers.length > 0 ? [tell(tx, "block", stretch.to)] : []),
    ]);
    return true;
  });
}

async function holdState(tx: Transaction): Promise<State | null> {
  await tx.execute(sql`select 1 from source_state for update`);
  return loadState(tx);
}

/** False when the cursor is no longer where reading began. */
async function moveCursor(tx: Transaction, held: State | null, { from, blocks }: Advance): Promise<boolean> {
  if (held?.hash !== from?.hash) return false;
  const last = blocks.headers.at(-1) ?? from;
  if (!last) return false;
  const { height, hash, slot, timeMs } = last;
  const now = { height, hash, slot, timeMs, tipHeight: blocks.tip.height, tipTimeMs: blocks.tip.timeMs };
  if (held) await tx.update(schema.sourceState).set({ ...now, readAt: sql`now()` });
  else {
    const first = await tx.insert(schema.sourceState).values(now).onConflictDoNothing().returning();
    if (first.length === 0) return false;
  }
  if (blocks.headers.length > 0) await tx.insert(schema.blockHeader).values([...blocks.headers]);
  return true;
}

/** Whether these subjects are where they were, and the block that was read to is still ours. */
async function isStillSo(tx: Transaction, { subjects, from, to, block }: Stretch): Promise<boolean> {
  const ids = subjects.map(({ id }) => id);
  const rows = await tx.select().from(schema.followed).where(inArray(schema.followed.id, ids));
  if (rows.length !== ids.length || rows.some(({ readHeight }) => readHeight !== from)) return false;
  if (block === null) return true;
  const [held] = await tx.select().from(schema.blockHeader).where(sql`${schema.blockHeader.height} = ${to}`);
  return held?.hash === block.hash;
}

async function insertTransactions(
  tx: Transaction,
  read: readonly ReadTransaction[],
  { touched, holding }: Pick<Stretch, "touched" | "holding">,
): Promise<void> {
  if (read.length === 0) return;
  const spendsOf = ({ transaction: { inputs } }: ReadTransaction) =>
    inputs
      .map(({ ref }) => refKey(ref))
      .filter((key) => holding.has(key))
      .sort();
  const rows = asTable(read, {
    hash: ["text", ({ transaction }) => transaction.hash],
    height: ["bigint", ({ transaction }) => transaction.block.height],
    block: ["text", ({ transaction }) => transaction.block.hash],
    slot: ["bigint", ({ transaction }) => transaction.block.slot],
    time_ms: ["bigint", ({ transaction }) => transaction.block.timeMs],
    valid: ["boolean", ({ transaction }) => transaction.valid],
    scripts: ["boolean", ({ runsScripts }) => runsScripts],
    subjects: ["text", ({ transaction }) => `{${touched.get(transaction.hash)?.join() ?? ""}}`],
    outputs: ["text", ({ transaction }) => outputsText(transaction.outputs)],
    spends: ["text", (each) => `{${spendsOf(each).join()}}`],
  });
  const { count } = await tx.execute(sql`
    insert into chain_transaction (hash, height, block_hash, slot, time_ms, valid, runs_scripts, subjects, outputs,
      spends)
    select hash, height, block, slot, time_ms, valid, scripts, subjects::int[], outputs, spends::text[] from ${rows}
    on conflict (hash) do update set
      subjects = array(select distinct unnest(chain_transaction.subjects || excluded.subjects) order by 1),
      spends = array(
        select distinct ref collate "C" from unnest(chain_transaction.spends || excluded.spends) ref order by 1)
    where (chain_transaction.height, chain_transaction.block_hash, chain_transaction.slot, chain_transaction.time_ms,
      chain_transaction.valid) = (excluded.height, excluded.block_hash, excluded.slot, excluded.time_ms, excluded.valid)`);
  if (count !== read.length) await refuseTwice(tx, read);
}

/** Held in another block, at another time or with another outcome: one of two answers lied, so both are read again. */
async function refuseTwice(tx: Transaction, read: readonly ReadTransaction[]): Promise<never> {
  const hashes = read.map(({ transaction }) => transaction.hash);
  const rows = await tx
    .select()
    .from(schema.chainTransaction)
    .where(sql`${schema.chainTransaction.hash} = any(${sql.param(hashes)}::text[])`);
  const heldOnes = new Map(rows.map((row) => [row.hash, row]));
  for (const { transaction } of read) {
    const { hash, block, valid } = transaction;
    const held = heldOnes.get(hash);
    if (!held) throw new Error(`${hash} is neither held nor written`);
    const [expected, got] = [sayPlace(held), sayPlace({ ...block, blockHash: block.hash, valid })];
    const remedy = { subjects: held.subjects, from: Math.min(held.height, block.height) };
    if (held.blockHash !== block.hash) {
      throw new Contradicted({ kind: "two-blocks", hash, held: held.height, told: block.height }, remedy);
    }
    if (expected !== got) throw new Contradicted({ kind: "other-place", hash, expected, got }, remedy);
  }
  throw new Error(`not all of ${read.length} transactions were written`);
}
