/* What paying must reach, and what was reached. Null: not measured. */

export type Measured = {
  readonly recipients: number;
  /** From a day that is checked to its published plan: batches, each built in full, commitments, report. */
  readonly planSeconds: number | null;
  /**
   * What this process did to pay, its processor and waiting for its own database, over the number of payments: all that
   * the jobs advance and confirm took from deciding on the first until the last is CONFIRMED, rounds in which nothing
   * moved among them. What they waited for the chain source does not count, nor what the scan took to see the blocks.
   */
  readonly overheadMsPerTransaction: number | null;
  /** Pays over all blocks from the first one's to the last one's. */
  readonly transactionsPerBlock: number | null;
  /** The step that has become dearest, after years of days, over what it cost on the tenth day. */
  readonly agingRatio: number | null;
};

/** Each in the words of its failure. */
export function missedGoals(measured: Measured): string[] {
  const { recipients, planSeconds, overheadMsPerTransaction, transactionsPerBlock, agingRatio } = measured;
  const goals: readonly [boolean, string][] = [
    [isBelow(planSeconds, 10), `${recipients} recipients are planned in ${planSeconds} s; under 10`],
    [isBelow(overheadMsPerTransaction, 300), `a payment costs ${overheadMsPerTransaction} ms of our own; under 300`],
    [(transactionsPerBlock ?? 0) >= 4, `${transactionsPerBlock} payments land in a block; at least 4`],
    [(agingRatio ?? Infinity) <= 2, `a step has become ${agingRatio} times as dear; at most 2`],
  ];
  return goals.filter(([isMet]) => !isMet).map(([, failure]) => failure);
}

/** What was not measured meets no goal. */
const isBelow = (value: number | null, bound: number) => value !== null && value < bound;

export const NOTHING_MEASURED: Omit<Measured, "recipients"> = {
  planSeconds: null,
  overheadMsPerTransaction: null,
  transactionsPerBlock: null,
  agingRatio: null,
};
