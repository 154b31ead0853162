import type { BlockHeader, TransactionPlace } from "@/server/domain/ports";

/** What a source says of a transaction beside its bytes. */
export const sayPlace = ({ blockHash, height, slot, timeMs, valid }: TransactionPlace): string =>
  `${blockHash} (height ${height}, slot ${slot}, ${new Date(timeMs).toISOString()}${valid ? "" : ", its scripts failed"})`;

/** What a source says of a block at a height. */
export const sayBlock = ({ hash, previousHash, slot, timeMs }: Omit<BlockHeader, "height">): string =>
  `${hash} (after ${previousHash}, slot ${slot}, ${new Date(timeMs).toISOString()})`;
