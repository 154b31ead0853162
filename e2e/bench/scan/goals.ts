/* What the scan must reach, and what was reached. */

export type Calls = {
  /** Questions to the source in a day of following the chain live, and the most that they may be. */
  readonly callsPerDay: number;
  readonly callsBound: number;
  /** In a day on which nothing happens that concerns us. */
  readonly callsAtRest: number;
  /** What the origin design's scan would ask: each new block, and all past participants in batches of 100. */
  readonly callsFullScan: number;
  /** A look at the source while following live; the median. */
  readonly stepMs: number;
};

export type Work = {
  /** Who held and who had played at a block. */
  readonly snapshotMs: number;
  readonly appliedPerSecond: number;
  readonly appliedPerSecondHttp: number;
  /** How much dearer a transaction is at the end than after the first tenth. */
  readonly growth: number;
  readonly rollbackMs: number;
  /** After a rollback the tables are those of a scan that never saw the blocks. */
  readonly identical: boolean;
  /** Of a process that does all this and nothing else, without what the chain took that the bench makes first. */
  readonly peakMiB: number;
};

export type Measured = Calls & Work;

/** What looks for new blocks and first pages of lists may come to in a day. */
export const CALLS_FOR_POLLING = 10_000;
/** How much dearer something may be with ten times the history before it: what a busy machine does by itself. */
const NOISE = 2;

type Goal = readonly [boolean, string];

/** Each in the words of its failure. */
export function missedGoals(full: Measured, tenth: Measured): string[] {
  const goals: readonly Goal[] = [
    ...[full, tenth].flatMap(callGoals),
    [full.snapshotMs < 2_000, `a snapshot takes ${full.snapshotMs} ms; under 2,000`],
    [full.appliedPerSecond > 5_000, `${full.appliedPerSecond} transactions are applied a second; over 5,000`],
    [full.appliedPerSecondHttp > 1_000, `${full.appliedPerSecondHttp} are applied a second over HTTP; over 1,000`],
    [full.rollbackMs < 2_000, `a rollback takes ${full.rollbackMs} ms; under 2,000`],
    [full.peakMiB < 512, `the process took ${full.peakMiB} MiB; under 512`],
    [full.growth < NOISE, `a transaction is ${full.growth} times as dear at the end of the history as at its start`],
    [
      full.stepMs < tenth.stepMs * NOISE,
      `a look takes ${full.stepMs} ms, and ${tenth.stepMs} ms after a tenth of the history`,
    ],
  ];
  return goals.filter(([isMet]) => !isMet).map(([, failure]) => failure);
}

function callGoals({ callsPerDay, callsBound, callsAtRest, identical }: Measured): Goal[] {
  return [
    [callsPerDay <= callsBound, `a day takes ${callsPerDay} calls; at most ${callsBound}`],
    [
      callsAtRest <= CALLS_FOR_POLLING,
      `a day at rest takes ${callsAtRest} calls; at most ${CALLS_FOR_POLLING.toLocaleString("en")}`,
    ],
    [identical, "after a rollback the tables are not those of a scan that never saw the blocks"],
  ];
}
