import type { BlockHeader, ChainSource, ChainTransaction, TransactionRef } from "@/server/domain/ports";
import { type Cursor, InconsistentSource, type Tracking } from "./tracking";

/** A stretch of the chain, read whole: it may be applied in one database transaction. */
export type Range = {
  readonly from: Cursor;
  readonly to: BlockHeader;
  /** Every block, hash-linked; for bulk history only those that hold transactions, and the last. */
  readonly headers: readonly BlockHeader[];
  /** Oldest first. */
  readonly transactions: readonly ChainTransaction[];
  /** What the source lists now of blocks that were read before: an index that was behind shows here. */
  readonly recent: readonly TransactionRef[];
  readonly tip: BlockHeader;
};

export type RangeResult = Range | "nothing-new" | "fork";

/** Blocks a step; and, in bulk, heights a step. Bounds the time and memory of a run. */
const BLOCKS_A_STEP = 200;
const BULK_HEIGHTS_A_STEP = 20_000;
const READS_AT_ONCE = 8;
/** Blocks before the cursor that are listed again with every step, in the same calls. */
const BLOCKS_LISTED_AGAIN = 36;

/**
 * Reads what comes after the cursor. Ranges are pinned to blocks whose hashes we hold; a page that straddled a
 * moving tip, or an index behind it, shows as a transaction whose block is not ours, and throws
 * `InconsistentSource`.
 */
export async function readRange(source: ChainSource, cursor: Cursor, tracking: Tracking): Promise<RangeResult> {
  const tip = await source.tip();
  const bulk = cursor.height < tracking.startHeight;
  const headers = bulk
    ? await bulkTarget(source, cursor, tracking)
    : await source.blocksAfter(cursor.hash, BLOCKS_A_STEP);
  if (headers === null) return "fork";
  const to = headers.at(-1);
  if (!to) return "nothing-new";
  if (!bulk) checkLinks(cursor, headers);

  const from = bulk ? cursor.height + 1 : Math.max(tracking.startHeight, cursor.height - BLOCKS_LISTED_AGAIN) + 1;
  const listed = await listTransactions(source, tracking, from, to.height);
  const refs = listed.filter(({ height }) => height > cursor.height);
  const recent = listed.filter(({ height }) => height <= cursor.height);
  const transactions = await readTransactions(source, refs, bulk ? [] : headers);
  const known = bulk ? mergeHeaders(headers, transactions) : headers;
  checkBlocks(known, transactions);
  // The last word: had the chain switched while we read, this block would be gone.
  if ((await source.block(to.hash)) === null) return "fork";
  return { from: cursor, to, headers: known, transactions, recent, tip };
}

async function bulkTarget(source: ChainSource, cursor: Cursor, tracking: Tracking): Promise<BlockHeader[] | null> {
  if (cursor.height >= 0 && (await source.block(cursor.hash)) === null) return null;
  const height = Math.min(cursor.height + BULK_HEIGHTS_A_STEP, tracking.startHeight);
  const header = await source.block(height === tracking.startHeight ? tracking.startHash : height);
  if (header === null) {
    throw new InconsistentSource(
      `The source does not know block ${height} (${tracking.startHash}), where the pool's history begins. It is on another chain, or behind.`,
    );
  }
  return [header];
}

function checkLinks(cursor: Cursor, headers: readonly BlockHeader[]): void {
  let previous = cursor;
  for (const header of headers) {
    if (header.previousHash !== previous.hash || header.height !== previous.height + 1) {
      throw new InconsistentSource(`Block ${header.height} ${header.hash} does not follow ${previous.hash}.`);
    }
    previous = header;
  }
}

/** Every transaction that concerns us in these blocks, as the source lists them now. Oldest first. */
export async function listTransactions(
  source: ChainSource,
  tracking: Pick<Tracking, "gameAddress" | "prizeAsset" | "stateToken">,
  from: number,
  to: number,
): Promise<TransactionRef[]> {
  const lists = await Promise.all([
    source.addressTransactions(tracking.gameAddress, from, to),
    source.assetTransactions(tracking.prizeAsset, from, to),
    source.assetTransactions(tracking.stateToken, from, to),
  ]);
  const byHash = new Map(lists.flat().map((ref) => [ref.hash, ref]));
  return [...byHash.values()].sort((a, b) => a.height - b.height || a.indexInBlock - b.indexInBlock);
}

/** Where the header of a transaction's block is ours already, the source need not be asked for it: one call less. */
async function readTransactions(
  source: ChainSource,
  refs: readonly TransactionRef[],
  headers: readonly BlockHeader[],
): Promise<ChainTransaction[]> {
  const byHeight = new Map(headers.map((header) => [header.height, header]));
  const transactions: ChainTransaction[] = [];
  for (let at = 0; at < refs.length; at += READS_AT_ONCE) {
    const some = refs.slice(at, at + READS_AT_ONCE);
    transactions.push(
      ...(await Promise.all(some.map((ref) => readTransaction(source, ref, byHeight.get(ref.height))))),
    );
  }
  return transactions;
}

async function readTransaction(
  source: ChainSource,
  ref: TransactionRef,
  block: BlockHeader | undefined,
): Promise<ChainTransaction> {
  const place = block && { block, indexInBlock: ref.indexInBlock };
  const transaction = await source.transaction(ref.hash, place);
  if (!transaction) throw new InconsistentSource(`The source lists transaction ${ref.hash} but does not have it.`);
  if (transaction.block.height !== ref.height) {
    throw new InconsistentSource(`Transaction ${ref.hash} moved to another block while it was read.`);
  }
  return { ...transaction, indexInBlock: ref.indexInBlock };
}

function mergeHeaders(headers: readonly BlockHeader[], transactions: readonly ChainTransaction[]): BlockHeader[] {
  const byHeight = new Map<number, BlockHeader>();
  for (const { block } of transactions) byHeight.set(block.height, { ...block, previousHash: null });
  for (const header of headers) byHeight.set(header.height, header);
  return [...byHeight.values()].sort((a, b) => a.height - b.height);
}

function checkBlocks(headers: readonly BlockHeader[], transactions: readonly ChainTransaction[]): void {
  const hashes = new Map(headers.map((header) => [header.height, header.hash]));
  for (const { hash, block } of transactions) {
    if (hashes.get(block.height) !== block.hash) {
      throw new InconsistentSource(
        `Transaction ${hash} is said to be in block ${block.hash}, which is not block ${block.height} of the chain we follow.`,
      );
    }
  }
}
