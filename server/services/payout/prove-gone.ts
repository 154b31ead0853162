import { and, desc, eq } from "drizzle-orm";
import { blockHeader, poolUtxo } from "@/db/schema";
import { ChainSourceError } from "@/server/chain/sources/error";
import type { Operations } from "@/server/domain/day/operations";
import type { BlockHeader, ChainWitness, OutRef } from "@/server/domain/ports";
import type { Hex, Slot } from "@/server/domain/units";
import type { ChainNow } from "../chain-now";
import type { Context } from "../context";

/** What was sent on the pool and is in no block of ours: the pool's output that it spends, and its last slot. */
export type Sent = { readonly inputTxHash: Hex; readonly inputIndex: number; readonly validUntilSlot: Slot };

export type Gone =
  /** Another transaction has spent its input, so many blocks deep: what is built next can never land beside it. */
  | { readonly kind: "superseded"; readonly by: Hex | null; readonly depth: number }
  /** So many of the newest blocks are past its last slot and lack it; its input is unspent, or never was there. */
  | { readonly kind: "expired" | "orphaned"; readonly depth: number }
  /** No proof: a source shows its input as unspent, and no other one does. It is waited until two agree. */
  | { readonly kind: "differ"; readonly words: string };

/**
 * The proof by which what was sent is given up (server/domain/day/PROTOCOL.md, "Build, broadcast, confirm", 6): from
 * our own scan, and by a second look in the index of the source, and of another where there is one, that an input is
 * still unspent. Null while there is none.
 */
export async function proveGone(
  { db, source, others = [] }: Pick<Context, "db" | "source" | "others">,
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
  const blockAt = async (depth: number) => {
    const newest = db.select().from(blockHeader).orderBy(desc(blockHeader.height));
    return (await newest.limit(1).offset(depth))[0];
  };
  const deepest = await blockAt(expiryDepth - 1);
  if (!deepest || deepest.slot <= validUntilSlot) return null;
  if (!input) return { kind: "orphaned", depth: expiryDepth };
  const ref = { txHash: inputTxHash, index: inputIndex };
  const isThere = await hasOutput(source, input.address, ref);
  const read = (await blockAt(confirmDepth)) ?? deepest;
  const { yes, no } = await askOthers(others, read, (each) => hasOutput(each, input.address, ref));
  if (isThere ? yes === null && no !== null : yes !== null) {
    const [shows, denies] = isThere ? [source.name, no] : [yes, source.name];
    const what = `${shows} shows ${inputTxHash} output ${inputIndex} as unspent, and ${denies} does not`;
    return { kind: "differ", words: `${what}: leave the one that is wrong for good out of SOURCES` };
  }
  return isThere ? { kind: "expired", depth: expiryDepth } : null;
}

async function hasOutput(source: ChainWitness, address: string, { txHash, index }: OutRef): Promise<boolean> {
  const unspent = await source.unspentOutputs(address);
  return unspent.some(({ ref }) => ref.txHash === txHash && ref.index === index);
}

/** Of each answer the name of the first that gave it; null if none has. */
type Answers = { yes: string | null; no: string | null };

/**
 * Asks the others that can be asked and have read this block of ours, until one says yes: two are enough, so that one
 * that is wrong for good holds up nothing where there is a third. None need answer: what is given up and what is built
 * next spend the same output, so they can never both land; one server's outage, or its following another chain, must
 * not hold a day back.
 */
async function askOthers(
  others: readonly ChainWitness[],
  read: Pick<BlockHeader, "hash" | "height" | "slot">,
  ask: (other: ChainWitness) => Promise<boolean>,
): Promise<Answers> {
  const answers: Answers = { yes: null, no: null };
  for (const other of others) {
    if (answers.yes !== null) break;
    try {
      if (await other.block(read.hash, read)) answers[(await ask(other)) ? "yes" : "no"] ??= other.name;
    } catch (error) {
      if (!(error instanceof ChainSourceError)) throw error;
    }
  }
  return answers;
}
