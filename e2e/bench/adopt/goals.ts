/* What adopting a pool must reach, and what was reached. Null: not measured. */

export type Measured = {
  readonly days: number;
  readonly recipients: number;
  /** All of it, on an empty database; then its parts: reading back through the reports, and these three. */
  readonly seconds: number | null;
  readonly scanSeconds: number | null;
  readonly adoptSeconds: number | null;
  readonly confirmSeconds: number | null;
  /** Of a process that does nothing else. */
  readonly peakMiB: number | null;
  /** What a day takes to be adopted and confirmed, over what it takes where there are a tenth of the days. */
  readonly growth: number | null;
  /** What adopting the days took, over only verifying their reports. */
  readonly verifyRatio: number | null;
  /** Blocks in which nothing is that the scan reads: what comes on top with a chain whose days have more of them. */
  readonly blocksPerSecond: number | null;
};

/** What a busy machine does by itself. */
const NOISE = 2;

/** Each in the words of its failure. What was not measured meets no goal. */
export function missedGoals({ days, recipients, seconds, peakMiB, growth }: Measured): string[] {
  const goals: readonly [boolean, string][] = [
    [isBelow(seconds, 300), `${days} days of ${recipients} recipients are adopted in ${seconds} s; under 300`],
    [isBelow(growth, NOISE), `a day takes ${growth} times as long as among a tenth of the days; under ${NOISE}`],
    [isBelow(peakMiB, 512), `the process took ${peakMiB} MiB; under 512`],
  ];
  return goals.filter(([isMet]) => !isMet).map(([, failure]) => failure);
}

const isBelow = (value: number | null, bound: number) => value !== null && value < bound;

export const NOTHING_MEASURED: Omit<Measured, "days" | "recipients"> = {
  seconds: null,
  scanSeconds: null,
  adoptSeconds: null,
  confirmSeconds: null,
  peakMiB: null,
  growth: null,
  verifyRatio: null,
  blocksPerSecond: null,
};
