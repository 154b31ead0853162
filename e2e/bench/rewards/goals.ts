/* What calculating a day must reach, and what was reached. Null: not measured. */

export type Measured = {
  /** 100,000 recipients: calculation, batches and commitments. */
  readonly plan100kMs: number | null;
  /** Their report: every part written, read back and hashed, and the manifest. */
  readonly report100kMs: number | null;
  /** The same of 1,000,000. */
  readonly plan1mMs: number | null;
  readonly report1mMs: number | null;
  /** Chaining 1,000,000 serialised payouts to commitments, over only hashing the same bytes. */
  readonly hashFloorRatio: number | null;
  /** Of the process that calculates 1,000,000 and writes their report, its input among it. */
  readonly peakMiB: number | null;
  /** Settling a day of 1,000,000 lines, or closing one, whichever takes longer; and how long a scan waits for it. */
  readonly finalise1mMs: number | null;
  readonly scanHeldMs: number | null;
};

/** Each in the words of its failure. What was not measured meets no goal. */
export function missedGoals(measured: Measured): string[] {
  const goals: readonly [keyof Measured, number, string][] = [
    ["plan100kMs", 2_000, "ms for the plan of 100,000 recipients"],
    ["report100kMs", 3_000, "ms for their report"],
    ["plan1mMs", 20_000, "ms for the plan of 1,000,000"],
    ["report1mMs", 30_000, "ms for their report"],
    ["hashFloorRatio", 3, "times the bare hashing for the hash chain"],
    ["peakMiB", 1_024, "MiB for 1,000,000"],
    ["finalise1mMs", 60_000, "ms to settle or close a day of 1,000,000 lines"],
    ["scanHeldMs", 1_000, "ms for which the scan waits meanwhile"],
  ];
  return goals.flatMap(([figure, bound, what]) => {
    const value = measured[figure];
    return value !== null && value < bound ? [] : [`${value} ${what}; under ${bound.toLocaleString("en")}`];
  });
}
