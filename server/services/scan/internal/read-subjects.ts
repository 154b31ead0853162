import type * as schema from "@/db/schema";
import type { Height } from "@/server/domain/units";
import type { Context } from "../../context";
import type { Followed } from "../../followed/followed";
import { compareLists, demandAgreement } from "./compare-lists";
import type { NewBlocks, State } from "./cursor";
import { listSubjects } from "./list-subjects";
import { readStretches } from "./read-stretches";

export type Ahead = {
  readonly pool: Pick<typeof schema.pool.$inferSelect, "startHash" | "startHeight">;
  readonly state: State | null;
  readonly followed: readonly Followed[];
  readonly readLag: number;
};

/** Heights before the cursor that are listed again with every step, in the same calls. */
export const LISTED_AGAIN = 36;
/** Heights a step: what is listed and not finished is listed again by the next. */
const HEIGHTS_A_STEP = 1_000;
/** The same of history before the pool's start, of which no blocks are held. */
const BULK_HEIGHTS_A_STEP = 5_000;

/** The new blocks, and what they did to the pool. False when another instance was faster. */
export async function readPool(ctx: Context, ahead: Ahead, blocks: NewBlocks): Promise<boolean> {
  const subjects = ahead.followed.filter(({ kind }) => kind === "pool");
  const from = ahead.state?.height ?? ahead.pool.startHeight;
  const to = blocks.headers.at(-1)?.height ?? from;
  const first = Math.max(ahead.pool.startHeight, from - LISTED_AGAIN) + 1;
  const lists = await listSubjects(ctx.source, subjects, { from: first, to });
  demandAgreement(await compareLists(ctx, subjects, lists, { from: first, to: from }));
  const advance = { from: ahead.state, blocks };
  return (await readStretches(ctx, { subjects, from, to, lists, isBulk: false, advance })) === to;
}

/** Plays and tokens, a few blocks behind the cursor. Null when nothing is left to read; else how far it is. */
export async function readOthers(
  ctx: Context,
  { pool, followed, readLag }: Ahead,
  cursor: Height,
): Promise<string | null> {
  const target = Math.max(cursor - readLag, Math.min(cursor, pool.startHeight));
  const behind = followed.filter(({ kind, readHeight }) => kind !== "pool" && readHeight < target);
  let left: string | null = null;
  for (const subjects of groupByHeight(behind)) {
    const from = subjects[0]?.readHeight ?? target;
    // The last height without a block of ours.
    const last = pool.startHeight - 1;
    const isBulk = from < last;
    const to = isBulk ? Math.min(from + BULK_HEIGHTS_A_STEP, last) : Math.min(from + HEIGHTS_A_STEP, target);
    const first = isBulk ? from + 1 : Math.max(last, from - LISTED_AGAIN) + 1;
    const lists = await listSubjects(ctx.source, subjects, { from: first, to });
    if (!isBulk) demandAgreement(await compareLists(ctx, subjects, lists, { from: first, to: from }));
    const reached = await readStretches(ctx, { subjects, from, to, lists, isBulk, advance: null });
    if (reached < target) left = `plays and tokens are read to block ${reached} of ${target}`;
  }
  return left;
}

/** Those that are read to the same height are read together. */
function groupByHeight(subjects: readonly Followed[]): Followed[][] {
  const groups = new Map<Height, Followed[]>();
  for (const each of subjects) groups.set(each.readHeight, [...(groups.get(each.readHeight) ?? []), each]);
  return [...groups].sort(([a], [b]) => b - a).map(([, group]) => group);
}
