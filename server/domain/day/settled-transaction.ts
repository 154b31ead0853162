/** A transaction of a paid day, as stored in its settlement. `batchNo` 0 is the Commit. */
export type SettledTransaction = {
  readonly batchNo: number;
  readonly txHash: string;
  readonly height: number;
  /** As decimal text. */
  readonly feeLovelace: string;
  /** What came in besides, from the governor's reward account; as decimal text. Older records lack it. */
  readonly receivedLovelace?: string;
};
