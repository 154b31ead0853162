import { and, asc, eq, gte, lte } from "drizzle-orm";
import { blockHeader, followed } from "@/db/schema";
import type { BlockHeader } from "@/server/domain/ports";
import type { Context } from "../../context";
import { Contradicted } from "./contradicted";
import type { Heights } from "./list-subjects";

/**
 * The source's blocks of these heights are still those that we hold. A block's hash cannot be checked against its slot,
 * so the slot, by which a day ends, may have been told wrongly: then its blocks are read again from there.
 */
export async function checkBlocks(
  { db, source }: Pick<Context, "db" | "source">,
  { from, to }: Heights,
): Promise<void> {
  const held = await db
    .select()
    .from(blockHeader)
    .where(and(gte(blockHeader.height, from - 1), lte(blockHeader.height, to)))
    .orderBy(asc(blockHeader.height));
  const [anchor, ...after] = held;
  if (!anchor) return;
  const first = await source.block(anchor.hash);
  const told = first && [first, ...((await source.blocksAfter(anchor.hash, after.length)) ?? [])];
  for (const [index, block] of held.entries()) {
    const got = told?.[index];
    if (got && sayBlock(got) === sayBlock(block)) continue;
    const { height } = block;
    const contradiction = {
      kind: "other-block",
      height,
      expected: sayBlock(block),
      got: got ? sayBlock(got) : null,
    } as const;
    // Another hash is a fork, which the scan follows; and two answers that differ prove nothing.
    const again = got?.hash === block.hash ? await source.block(block.hash) : null;
    if (!again || sayBlock(again) === sayBlock(block)) throw new Contradicted(contradiction);
    const [pool] = await db.select({ id: followed.id }).from(followed).where(eq(followed.kind, "pool"));
    throw new Contradicted(contradiction, { subjects: pool ? [pool.id] : [], from: height });
  }
}

const sayBlock = ({ hash, slot, timeMs }: Pick<BlockHeader, "hash" | "slot" | "timeMs">) =>
  `${hash} (slot ${slot}, ${new Date(timeMs).toISOString()})`;
