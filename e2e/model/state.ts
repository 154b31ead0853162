import type { Binding, Lines, Plan, Report } from "./documents";

/*
 * A state of the whole: chain, signatures, databases, and the faults that may still come. Never changed: a move makes
 * another one. Times are counted from the final block's, so that a state does not depend on when it is reached.
 */

/** The pool after a block. */
export interface Block {
  readonly time: number;
  readonly binding: Binding;
  readonly paying: boolean;
  /** Of the plan being paid; 0 if none is. */
  readonly deadline: number;
  /** All lines that the chain has paid so far. */
  readonly paid: Lines;
}

/**
 * What oracle and approvers were asked to sign, together: the request may arrive, and be answered, at any time. Once
 * signed, the operator may send it whenever the contract takes it.
 */
export interface Text {
  /** What a Commit is bound to, or what a Resume names. */
  readonly binding: Binding;
  /** null for a Resume of what `binding` left. */
  readonly plan: Plan | null;
  /** 0: passed at the final block, so nothing can come of it. */
  readonly deadline: number;
  readonly signed: boolean;
  /** An engine has said that it can never land. Only a design with a mistake says so of a text that still can. */
  readonly saidDead: boolean;
}

/** A Cancel that was signed. It names a plan and a nonce; whoever holds it may send it. */
export interface Cancel {
  readonly plan: Plan | null;
  readonly nonce: number;
}

/** A day in a database. What happens after the Commit is read from the chain, so a row says no more than "proposed". */
export type Row =
  | { readonly state: "OPEN" }
  | { readonly state: "PREVIEW"; readonly plan: Plan }
  | { readonly state: "PROPOSED"; readonly plan: Plan; readonly deadline: number }
  | { readonly state: "CLOSED"; readonly report: Report };

export interface Database {
  readonly days: readonly Row[];
  /** The request for a Resume, written before anyone is asked. */
  readonly resume: { readonly binding: Binding; readonly deadline: number } | null;
  /** For each engine that works on it: what it has calculated and not yet made the day's. */
  readonly staged: readonly (Plan | null)[];
  /** Only for the mistake "noted-left": what each day was once seen to leave. */
  readonly noted: readonly (Lines | null)[];
}

export interface State {
  /** The final block first, the tip last; each of the others may be rolled back. */
  readonly chain: readonly Block[];
  readonly texts: readonly Text[];
  readonly cancels: readonly Cancel[];
  readonly databases: readonly Database[];
  readonly backup: Database | null;
  readonly rollbacksLeft: number;
  readonly restoresLeft: number;
}

export const OPEN: Row = { state: "OPEN" };

export function tipOf(state: State): Block {
  return existing(state.chain[state.chain.length - 1]);
}

export function finalOf(state: State): Block {
  return existing(state.chain[0]);
}

export function existing<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("the model looked for what is not there");
  return value;
}
