import type { Database } from "@/db/client";
import type { ChainSource, TransactionRef } from "@/server/domain/ports";
import type { Followed } from "../followed/followed";
import { blocksAt } from "./internal/cursor";
import { findTouched } from "./internal/find-touched";
import { readCandidates } from "./internal/read-candidates";

/** `not-there`: the block at that height does not hold it. `nobody`: it is there, and does nothing to the subject. */
export type Listed = "concerns" | "nobody" | "not-there";

/**
 * What a transaction is that somebody else lists for a subject and our books do not hold: by its block's own list, its
 * bytes and what they do. Nothing of it is written but its bytes. Throws where the source contradicts itself
 * (contradiction-in-words.ts).
 */
export async function lookUpListed(
  asks: { readonly db: Database; readonly source: ChainSource },
  subject: Followed,
  { hash, height }: TransactionRef,
): Promise<Listed> {
  const blocks = await blocksAt(asks.db, [height]);
  const isOurs = blocks.has(height);
  if (!isOurs && (await asks.source.transactionPlace(hash))?.height !== height) return "not-there";
  const { read } = await readCandidates(asks, [{ hash, height }], isOurs ? blocks : null);
  if (read.length === 0) return "not-there";
  const { subjects } = await findTouched(asks.db, { read, before: [] }, [subject]);
  return subjects.get(hash)?.includes(subject.id) ? "concerns" : "nobody";
}
