import { and, asc, gte, lte } from "drizzle-orm";
import { blockHeader } from "@/db/schema";
import type { Context } from "../../context";
import { Contradicted } from "./contradicted";
import type { Heights } from "./list-subjects";
import { sayBlock } from "./say-place";

/**
 * The source's blocks of these heights are still those that we hold. A block's hash cannot be checked against its slot,
 * so the slot, by which a day ends, may have been told wrongly.
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
  const first = await source.block(anchor.hash, anchor);
  const told = first && [first, ...((await source.blocksAfter(anchor.hash, after.length, anchor)) ?? [])];
  for (const [index, block] of held.entries()) {
    const got = told?.[index];
    if (got && sayBlock(got) === sayBlock(block)) continue;
    const { height } = block;
    throw new Contradicted({
      kind: "other-block",
      height,
      expected: sayBlock(block),
      got: got ? sayBlock(got) : null,
    });
  }
}
