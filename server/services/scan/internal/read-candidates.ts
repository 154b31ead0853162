import type { Database } from "@/db/client";
import { type LedgerTransaction, toChainTransaction } from "@/server/domain/cardano/ledger-transaction";
import { inParallel } from "@/server/domain/in-parallel";
import type {
  BlockHeader,
  ChainSource,
  ChainTransaction,
  TransactionPlace,
  TransactionRef,
} from "@/server/domain/ports";
import type { Contradiction } from "@/server/domain/scan/contradiction";
import type { Height, Hex } from "@/server/domain/units";
import { Contradicted } from "./contradicted";
import { decodeChecked, fetchTransaction, loadBytes, storeBytes } from "./tx-bytes";

/** A transaction that is proven: by its bytes what it does, by its block's own list that it is there. */
export type ReadTransaction = {
  readonly transaction: ChainTransaction;
  readonly runsScripts: boolean;
};

export type ReadCandidates = {
  readonly read: readonly ReadTransaction[];
  /** Claims that were not believed. */
  readonly notes: readonly Contradiction[];
};

/** The block of a transaction in bulk history: its hash would be the source's word, and nobody asks for it. */
export const NO_BLOCK = "";

type Asks = { readonly db: Database; readonly source: ChainSource };

/**
 * Reads what was listed. `blocks` are our own at these heights; null for bulk history, which no rollback reaches and
 * of which we hold no blocks: there the place is the source's word. Proven bytes are kept at once: on every fork they
 * are true.
 */
export async function readCandidates(
  { db, source }: Asks,
  candidates: readonly TransactionRef[],
  blocks: ReadonlyMap<Height, BlockHeader> | null,
): Promise<ReadCandidates> {
  const { held, notes } = blocks ? await sortOut(source, candidates, blocks) : { held: candidates, notes: [] };
  const hashes = held.map(({ hash }) => hash);
  const known = await loadBytes(db, hashes);
  const fetched = new Map<Hex, Hex>();
  const fetch = async ({ hash, height }: TransactionRef) => {
    const found = await fetchTransaction(source, hash);
    if (!found) throw new Contradicted({ kind: "no-bytes", hash, height });
    fetched.set(hash, found.bytes);
    return found.decoded;
  };
  const read = await inParallel(held, async (candidate): Promise<ReadTransaction> => {
    const { hash, height } = candidate;
    const bytes = known.get(hash);
    let decoded = bytes === undefined ? await fetch(candidate) : decodeChecked(hash, bytes);
    const block = blocks?.get(height);
    const place = block && !decoded.runsScripts ? null : await askPlace(source, candidate, block);
    // The id does not cover the flag: bytes that we keep may have come with a false one.
    if (bytes !== undefined && decoded.toldValid !== (place?.valid ?? true)) decoded = await fetch(candidate);
    if (place) checkValidity(decoded, place);
    if (!decoded.toldValid && !decoded.runsScripts) throw new Contradicted({ kind: "failed-without-scripts", hash });
    const at = block ?? place;
    if (!at) throw new Contradicted({ kind: "no-place", hash, height });
    const { slot, timeMs } = at;
    const transaction = toChainTransaction(decoded, {
      valid: decoded.toldValid,
      block: { hash: block?.hash ?? NO_BLOCK, height, slot, timeMs },
    });
    return { transaction, runsScripts: decoded.runsScripts };
  });
  await storeBytes(db, fetched);
  return { read, notes };
}

/** Which of them their blocks hold. What a block does not hold is not believed. */
async function sortOut(
  source: ChainSource,
  candidates: readonly TransactionRef[],
  blocks: ReadonlyMap<Height, BlockHeader>,
): Promise<{ held: TransactionRef[]; notes: Contradiction[] }> {
  const heights = [...new Set(candidates.map(({ height }) => height))];
  const lists = await inParallel(heights, async (height) => {
    const block = blocks.get(height);
    return [height, block ? await listBlock(source, block) : new Set<Hex>()] as const;
  });
  const byHeight = new Map(lists);
  const held: TransactionRef[] = [];
  const notes: Contradiction[] = [];
  for (const candidate of candidates) {
    const { hash, height } = candidate;
    if (byHeight.get(height)?.has(hash)) held.push(candidate);
    else notes.push({ kind: "not-in-block", hash, height, block: blocks.get(height)?.hash ?? "" });
  }
  return { held, notes };
}

/** All that a block of ours holds, by its own hash. */
export async function listBlock(source: ChainSource, block: BlockHeader): Promise<Set<Hex>> {
  const { hash, height } = block;
  const list = await source.blockTransactions(hash, block);
  if (list === null) throw new Contradicted({ kind: "block-unknown", block: hash, height });
  return new Set(list);
}

async function askPlace(
  source: ChainSource,
  { hash, height }: TransactionRef,
  block: BlockHeader | undefined,
): Promise<TransactionPlace> {
  const place = await source.transactionPlace(hash);
  if (!place) throw new Contradicted({ kind: "no-place", hash, height });
  const expected = block ? block.hash : String(height);
  const got = block ? place.blockHash : String(place.height);
  if (expected !== got) throw new Contradicted({ kind: "other-place", hash, expected, got });
  return place;
}

function checkValidity({ id, toldValid }: LedgerTransaction, { valid }: TransactionPlace): void {
  if (toldValid === valid) return;
  throw new Contradicted({ kind: "other-validity", hash: id, bytesSay: toldValid, sourceSays: valid });
}
