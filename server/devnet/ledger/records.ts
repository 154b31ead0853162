import type { Output, Transaction } from "../codec/types";
import type { LedgerState } from "./ledger";

export type UtxoRecord = {
  readonly output: Output;
  readonly createdBy: TxRecord;
  spentBy: TxRecord | null;
};

export type TxRecord = {
  readonly hash: string;
  /** Null for a genesis output's pseudo transaction. */
  readonly tx: Transaction | null;
  readonly bytes: Uint8Array;
  readonly height: number;
  readonly indexInBlock: number;
  /** What it really consumed: its inputs, or its collateral if a script failed. */
  readonly spent: readonly UtxoRecord[];
  readonly collateral: readonly UtxoRecord[];
  readonly references: readonly UtxoRecord[];
  /** What it really created: its outputs, or its collateral return if a script failed. */
  readonly produced: UtxoRecord[];
};

export type Block = {
  readonly hash: string;
  readonly height: number;
  readonly slot: number;
  readonly timeMs: number;
  readonly previousHash: string | null;
  readonly transactions: readonly TxRecord[];
  /** Ledger after the block; dropped when the block is too deep to be rolled back. */
  state: LedgerState | null;
};

/** Fee really taken: the collateral's loss if a script failed. */
export function feeLovelace(record: TxRecord): bigint {
  if (!record.tx) return 0n;
  if (record.tx.valid) return record.tx.feeLovelace;
  return sumLovelace(record.spent) - sumLovelace(record.produced);
}

export function sumLovelace(records: readonly UtxoRecord[]): bigint {
  return records.reduce((sum, record) => sum + record.output.lovelace, 0n);
}
