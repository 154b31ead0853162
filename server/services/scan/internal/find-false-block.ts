import { asc, eq, gte } from "drizzle-orm";
import { blockHeader, followed } from "@/db/schema";
import type { Height } from "@/server/domain/units";
import type { Context } from "../../context";
import type { Remedy } from "./contradicted";
import { loadState } from "./cursor";
import { sayBlock } from "./say-place";

/** Blocks looked at for one that the source knows. */
const MOST_LOOKED_AT = 200;

/**
 * Whether a block that we hold was never there, or was told wrongly: of a later one that the source knows as we do it
 * says now that another came before, or of this one another slot, time or predecessor. Null while the source does not
 * know our last block: that is a fork, which the scan follows.
 */
export async function findFalseBlock({ db, source }: Context, height: Height): Promise<Remedy | null> {
  const state = await loadState(db);
  if (!state) return null;
  const held = await db
    .select()
    .from(blockHeader)
    .where(gte(blockHeader.height, height))
    .orderBy(asc(blockHeader.height))
    .limit(MOST_LOOKED_AT);
  const [pool] = await db.select({ id: followed.id }).from(followed).where(eq(followed.kind, "pool"));
  for (const ours of held) {
    const told = await source.block(ours.hash, ours);
    if (!told) continue;
    const readFrom = (from: Height): Remedy => ({ subjects: pool ? [pool.id] : [], from });
    if (ours.height > height) return told.previousHash === ours.previousHash ? null : readFrom(ours.height - 1);
    return told.height === ours.height && sayBlock(told) === sayBlock(ours) ? null : readFrom(height);
  }
  return null;
}
