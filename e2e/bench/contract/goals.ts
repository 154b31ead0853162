/* The contract's goals, and what was measured. */

export type Measured = {
  /** The most that the ledger accepts in one Pay, with under half of its execution limits. */
  readonly recipientsBase: number;
  readonly recipientsEnterprise: number;
  readonly recipientsToken: number;
  /** Fee per recipient of a full Pay, over that of a plain payment by Lucid, each at its own largest. */
  readonly feeRatio: number;
  /** The largest share of the protocol's limits, of memory or steps, that any redeemer takes. */
  readonly worstBudgetShare: number;
  /** By how much the fees of full Pays exceed the ledger's minimum. */
  readonly feeAboveMinimumShare: number;
  /** What holds up the process that pays: build, evaluate, verify. */
  readonly payMs: number;
  /** The same in processor time, all threads: other work on the machine affects it less. */
  readonly payCpuMs: number;
  /** All of the ledger's rules and two machines, in a thread of its own. */
  readonly judgeMs: number;
  readonly judgeSlowestMs: number;
  /** Of the process, with the judge's thread. */
  readonly peakMiB: number;
  /** Between round 100 and the last; null with fewer rounds. */
  readonly heapGrowthMiB: number | null;
  readonly memoryGrowthMiB: number | null;
};

/** The text of each missed goal. */
export function missedGoals(measured: Measured): string[] {
  const { recipientsBase, recipientsEnterprise, recipientsToken, heapGrowthMiB, memoryGrowthMiB } = measured;
  const goals: readonly [boolean, string][] = [
    [recipientsBase >= 240, `${recipientsBase} recipients with base addresses are fewer than 240`],
    [recipientsToken >= 130, `${recipientsToken} recipients of tokens are fewer than 130`],
    [recipientsEnterprise >= 400, `${recipientsEnterprise} recipients with enterprise addresses are fewer than 400`],
    [measured.feeRatio <= 1.45, `the fee per recipient is ${measured.feeRatio} times a plain payment's; at most 1.45`],
    [
      measured.worstBudgetShare < 0.5,
      `a redeemer takes ${percent(measured.worstBudgetShare)} of the limits; under 50 %`,
    ],
    [measured.feeAboveMinimumShare <= 0.01, `a fee is ${percent(measured.feeAboveMinimumShare)} above the minimum`],
    [measured.payMs < 1_000, `a full Pay takes ${measured.payMs} ms; under 1,000`],
    // A block comes every 20 seconds.
    [measured.judgeMs < 5_000, `a full Pay is judged in ${measured.judgeMs} ms; under 5,000`],
    [measured.peakMiB <= 1_536, `the process had ${measured.peakMiB} MiB; at most 1,536`],
    [(heapGrowthMiB ?? 0) <= 8, `the heap grew by ${heapGrowthMiB} MiB`],
    [(memoryGrowthMiB ?? 0) <= 64, `the process grew by ${memoryGrowthMiB} MiB`],
  ];
  return goals.filter(([isMet]) => !isMet).map(([, failure]) => failure);
}

export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
