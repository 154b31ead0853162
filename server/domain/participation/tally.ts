import type { DayIndex, Height, Hex, Identity, Lovelace, PosixMs } from "../units";

export type PlayEvidence = { readonly txHash: Hex; readonly height: Height; readonly timeMs: PosixMs };

/** How often an identity has played up to a block: what eligibility follows from. */
export type PlayCount = {
  readonly identity: Identity;
  readonly plays: number;
  /** The plays inside the rules' window. */
  readonly playsInWindow: number;
};

/** Everything that an identity has played up to a block. */
export type Participation = PlayCount & {
  readonly paidLovelace: Lovelace;
  readonly first: PlayEvidence;
  readonly last: PlayEvidence;
};

/**
 * The first moment whose plays count for a day: the window covers `windowDays` whole days, the paid one last. Null
 * means for ever.
 */
export function windowStartMs(dayIndex: DayIndex, intervalMs: number, windowDays: number | null): PosixMs {
  if (windowDays === null) return Number.MIN_SAFE_INTEGER;
  return (dayIndex + 1 - windowDays) * intervalMs;
}
