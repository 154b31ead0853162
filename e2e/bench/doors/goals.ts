/* What the doors must hold against, and what was measured. */

export type DoorFigures = {
  readonly door: string;
  /** The payment job while this door is flooded, over the same job just before and after; medians of pairs. */
  readonly jobSlowdown: number;
  /** How often each status was answered; 0: cut off. */
  readonly statuses: Readonly<Record<string, number>>;
};

export type Measured = {
  readonly worstJobSlowdown: number;
  /** The most that the web application's process held, in its whole life. */
  readonly peakMiB: number;
  readonly doors: readonly DoorFigures[];
};

const MOST_SLOWDOWN = 2;
/**
 * Next.js with our pages takes 300 MiB at rest. 64 answers of a flood at once, each with a part of a report (4 MB) in
 * text and in bytes, are as much again, and V8 lets garbage grow to about half of what lives.
 */
export const MOST_MIB = 1_024;

/** Each in the words of its failure. */
export function missedGoals({ worstJobSlowdown, peakMiB, doors }: Measured): string[] {
  const goals: readonly [boolean, string][] = [
    [worstJobSlowdown <= MOST_SLOWDOWN, `a flood slows the job by ${worstJobSlowdown}; at most ${MOST_SLOWDOWN}`],
    [peakMiB <= MOST_MIB, `the web application took ${peakMiB} MiB; at most ${MOST_MIB}`],
    ...doors.map(({ door, statuses }): [boolean, string] => [!("500" in statuses), `${door} answers 500`]),
  ];
  return goals.filter(([isMet]) => !isMet).map(([, failure]) => failure);
}
