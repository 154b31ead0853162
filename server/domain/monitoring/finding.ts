import type { PosixMs } from "../units";
import type { IncidentKind } from "./kinds";

/** What a rule says is wrong now. The same kind and subject is the same trouble, however often it is found. */
export type Finding = {
  readonly kind: IncidentKind;
  /** Which of several: a day, a source, a signer, a channel; empty where there is only one. Stable. */
  readonly subject: string;
  /** A sentence that says what is so, with figures. For those who run the service: it may name what is inside. */
  readonly fact: string;
  /** What to do first, with the command or page; null where the runbook says all. */
  readonly next: string | null;
  /** Since when it is so, where the evidence says that; else it is when a rule first found it. */
  readonly sinceMs: PosixMs | null;
};

/**
 * What one look at the evidence came to. A kind that could not be looked at is not taken for well: its incidents stay
 * as they are.
 */
export type Look = {
  readonly findings: readonly Finding[];
  /** Kinds about which this look says nothing, because their evidence could not be read. */
  readonly unknown: readonly IncidentKind[];
};
