/*
 * What the model does to a day, in the words of the state machine (server/domain/day/moves.ts). The model takes several
 * of its states for one, where no rule that is modelled tells them apart, and several of its moves in one step.
 */

export const STANDS_FOR = {
  OPEN: ["OPEN"],
  /** FROZEN too: people stop a day before they close it. */
  PREVIEW: ["SNAPSHOT", "CALCULATED", "CHECKED", "PREVIEW", "FROZEN"],
  PROPOSED: ["PROPOSED", "APPROVED"],
  PAYING: ["COMMITTED", "PAYING"],
  PART_PAID: ["PART_PAID"],
  PAID: ["PAID"],
  FINAL: ["FINAL"],
  CARRIED: ["CARRIED"],
  CLOSED: ["CLOSED"],
} as const;

export type ModelDayState = keyof typeof STANDS_FOR;

interface DayChange {
  readonly from: ModelDayState;
  readonly to: ModelDayState;
  /** The state machine's moves, in order. */
  readonly by: readonly string[];
}

const READ = ["takeSnapshot", "calculate", "check"];

/** Every change of a day that one step of the model may make, and the only ones. */
export const DAY_CHANGES: readonly DayChange[] = [
  /* The engine's steps. */
  { from: "OPEN", to: "PREVIEW", by: [...READ, "publish"] },
  { from: "OPEN", to: "CLOSED", by: [...READ, "close"] },
  { from: "PREVIEW", to: "OPEN", by: ["readAnew"] },
  { from: "PREVIEW", to: "PROPOSED", by: ["propose"] },
  { from: "PROPOSED", to: "OPEN", by: ["voidPlan"] },
  { from: "CLOSED", to: "OPEN", by: ["reopen"] },
  /* What the signers still hold is taken over: the day is read as that report says. */
  { from: "OPEN", to: "PROPOSED", by: [...READ, "publish", "propose", "approve"] },
  /* People. */
  { from: "PREVIEW", to: "CLOSED", by: ["closeCarried", ...READ, "close"] },
  /* The chain. */
  { from: "PROPOSED", to: "PAYING", by: ["approve", "commit", "startPaying"] },
  { from: "PAYING", to: "PAID", by: ["pay"] },
  { from: "PAYING", to: "PART_PAID", by: ["endUnpaid"] },
  { from: "PART_PAID", to: "PAYING", by: ["resume"] },
  { from: "PART_PAID", to: "CARRIED", by: ["carry"] },
  { from: "PAID", to: "FINAL", by: ["finish"] },
  /* Where no rollback will come any more, the tip is final at once. */
  { from: "PAYING", to: "FINAL", by: ["pay", "finish"] },
];

/** What a rollback takes back, of one block or of several. */
export const ROLLBACK_CHANGES: readonly DayChange[] = [
  { from: "PAYING", to: "PROPOSED", by: ["loseCommit"] },
  /** It took the Resume: the plan has ended again. */
  { from: "PAYING", to: "PART_PAID", by: ["endUnpaid"] },
  { from: "PART_PAID", to: "PAYING", by: ["loseEnd"] },
  { from: "PAID", to: "PAYING", by: ["loseBatch"] },
  { from: "PAID", to: "PROPOSED", by: ["loseCommit"] },
  { from: "PART_PAID", to: "PROPOSED", by: ["loseCommit"] },
  { from: "PAID", to: "PART_PAID", by: ["loseBatch", "endUnpaid"] },
];
