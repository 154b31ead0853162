import type { TransactionPlace } from "@/server/domain/ports";

/** What a source says of a transaction beside its bytes. */
export const sayPlace = ({ blockHash, height, slot, timeMs, valid }: TransactionPlace): string =>
  `${blockHash} (height ${height}, slot ${slot}, ${new Date(timeMs).toISOString()}${valid ? "" : ", its scripts failed"})`;
