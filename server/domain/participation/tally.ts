import { compareText } from "../text-order";
import type { DayIndex, Height, Hex, Identity, Lovelace, PosixMs } from "../units";
import type { Play } from "./play";

export type PlayEvidence = { readonly txHash: Hex; readonly height: Height; readonly timeMs: PosixMs };

/** All that an identity has played up to a block. */
export type Participation = {
  readonly identity: Identity;
  readonly plays: number;
  /** Of those, the ones inside the rules' window. */
  readonly playsInWindow: number;
  readonly paidLovelace: Lovelace;
  readonly first: PlayEvidence;
  readonly last: PlayEvidence;
};

/**
 * The first moment whose plays count for a day: the window covers `windowDays` whole days, the paid one being
 * the last. Null means for ever.
 */
export function windowStartMs(dayIndex: DayIndex, intervalMs: number, windowDays: number | null): PosixMs {
  if (windowDays === null) return Number.MIN_SAFE_INTEGER;
  return (dayIndex + 1 - windowDays) * intervalMs;
}

/** Sums plays by identity, in any order given; sorted by identity. The caller has cut them off at the snapshot. */
export function tallyPlays(plays: Iterable<Play>, windowFromMs: PosixMs): Participation[] {
  const byIdentity = new Map<Identity, Participation>();
  for (const play of plays) {
    const seen = byIdentity.get(play.identity);
    const evidence = { txHash: play.txHash, height: play.height, timeMs: play.timeMs };
    byIdentity.set(play.identity, {
      identity: play.identity,
      plays: (seen?.plays ?? 0) + 1,
      playsInWindow: (seen?.playsInWindow ?? 0) + (play.timeMs >= windowFromMs ? 1 : 0),
      paidLovelace: (seen?.paidLovelace ?? 0n) + play.lovelace,
      first: seen && compareEvidence(seen.first, evidence) < 0 ? seen.first : evidence,
      last: seen && compareEvidence(seen.last, evidence) > 0 ? seen.last : evidence,
    });
  }
  return [...byIdentity.values()].sort((a, b) => compareText(a.identity, b.identity));
}

/** Within a block, by hash: stable, whatever order the plays arrived in. */
function compareEvidence(a: PlayEvidence, b: PlayEvidence): number {
  return a.height - b.height || compareText(a.txHash, b.txHash);
}
