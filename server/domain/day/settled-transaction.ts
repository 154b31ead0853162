/** A transaction of a paid day, as its settlement keeps it. `batchNo` 0 is the Commit. */
export type SettledTransaction = {
  readonly batchNo: number;
  readonly txHash: string;
  readonly height: number;
  /** As decimal text. */
  readonly feeLovelace: string;
  /**
   * What came into the pool beside it, from the governor's reward account; as decimal text. Missing in what was
   * written when nothing was thought to.
   */
  readonly receivedLovelace?: string;
};
