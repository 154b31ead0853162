import { and, desc, eq } from "drizzle-orm";
import { blockHeader, poolUtxo } from "@/db/schema";
import type { Operations } from "@/server/domain/day/operations";
import type { Hex, Slot } from "@/server/domain/units";
import type { ChainNow } from "../chain-now";
import type { Context } from "../context";

/** What was sent on the pool and is in no block of ours: the pool's output that it spends, and its last slot. */
export type Sent = { readonly inputTxHash: Hex; readonly inputIndex: number; readonly validUntilSlot: Slot };

export type Gone =
  /** Another transaction has spent its input, so many blocks deep: what is built next can never land beside it. */
  | { readonly kind: "superseded"; readonly by: Hex | null; readonly depth: number }
  /** So many of the newest blocks are past its last slot and lack it; its input is unspent, or never was there. */
  | { readonly kind: "expired" | "orphaned"; readonly depth: number };

/**
 * The proof by which what was sent is given up (server/domain/day/PROTOCOL.md, "Build, broadcast, confirm", 6): from
 * our own scan, and by a second look in the source's index that an input is still unspent. Null while there is none.
 */
export async function proveGone(
  { db, source }: Pick<Context, "db" | "source">,
  { inputTxHash, inputIndex, validUntilSlot }: Sent,
  { height }: ChainNow,
  { confirmDepth, expiryDepth }: Pick<Operations, "confirmDepth" | "expiryDepth">,
): Promise<Gone | null> {
  const [input] = await db
    .select()
    .from(poolUtxo)
    .where(and(eq(poolUtxo.txHash, inputTxHash), eq(poolUtxo.outputIndex, inputIndex)));
  if (input && input.spentHeight !== null) {
    const depth = height - input.spentHeight;
    return depth < confirmDepth ? null : { kind: "superseded", by: input.spentTxHash, depth };
  }
  const [deepest] = await db
    .select({ slot: blockHeader.slot })
    .from(blockHeader)
    .orderBy(desc(blockHeader.height))
    .limit(1)
    .offset(expiryDepth - 1);
  if (!deepest || deepest.slot <= validUntilSlot) return null;
  if (!input) return { kind: "orphaned", depth: expiryDepth };
  const unspent = await source.unspentOutputs(input.address);
  const isThere = unspent.some(({ ref }) => ref.txHash === inputTxHash && ref.index === inputIndex);
  return isThere ? { kind: "expired", depth: expiryDepth } : null;
}
