import { asc, desc, gte, lt } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { blockHeader } from "@/db/schema";
import type { PosixMs } from "@/server/domain/units";

/** The last block before a time, and whether a later one is past it. */
export async function lastBlockBefore(db: Database | Transaction, timeMs: PosixMs) {
  const [after] = await db
    .select()
    .from(blockHeader)
    .where(gte(blockHeader.timeMs, timeMs))
    .orderBy(asc(blockHeader.timeMs))
    .limit(1);
  const [block] = await db
    .select()
    .from(blockHeader)
    .where(lt(blockHeader.timeMs, timeMs))
    // Genesis may share its time with the block after it.
    .orderBy(desc(blockHeader.timeMs), desc(blockHeader.height))
    .limit(1);
  return { block: block ?? null, isOver: after !== undefined };
}
