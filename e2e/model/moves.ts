import type { Breach } from "./breaches";
import type { State } from "./state";

/*
 * All that may happen, by name, and who does it. A move that changes a day has the name that
 * server/domain/day/moves.ts gives it. `day-changes.ts` says what each does to a day, also those that happen by
 * themselves when a block becomes final (finish, carry) or is rolled back (loseCommit, loseBatch, loseEnd).
 */
export const MOVES = {
  block: "chain",
  commit: "chain",
  payBatch: "chain",
  pay: "chain",
  resume: "chain",
  expire: "chain",
  takeSnapshot: "engine",
  stageSnapshot: "engine",
  dropStage: "engine",
  close: "engine",
  readAnew: "engine",
  reopen: "engine",
  propose: "engine",
  proposeAgain: "engine",
  voidPlan: "engine",
  askResumeAgain: "engine",
  voidResume: "engine",
  takeOver: "engine",
  noteLeft: "engine",
  approve: "signers",
  signResume: "signers",
  askResume: "people",
  closeCarried: "people",
  adopt: "people",
  signCancel: "cancel",
  cancel: "cancel",
  rollback: "fault",
  backUp: "fault",
  restore: "fault",
} as const;

export type MoveName = keyof typeof MOVES;

/** What is told of a move. */
export interface Said {
  readonly move: MoveName;
  /** In plain English. */
  readonly says: () => string;
  /** What is wrong about it, whatever state it leads to. */
  readonly breach?: Breach | null;
}

export interface Step extends Said {
  readonly next: State;
  readonly breach: Breach | null;
}

/** Collects what may happen in one state. */
export class Steps {
  readonly all: Step[] = [];

  add(move: MoveName, says: () => string, next: State, breach: Breach | null = null): void {
    this.all.push({ move, says, next, breach });
  }
}

/** After faults have stopped, and if nobody ever signs a Cancel, these still happen. */
export const isProgress = (move: MoveName): boolean => MOVES[move] !== "fault" && MOVES[move] !== "cancel";
