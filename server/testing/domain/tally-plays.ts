import type { Play } from "@/server/domain/participation/play";
import type { Participation, PlayEvidence } from "@/server/domain/participation/tally";
import { compareText } from "@/server/domain/text-order";
import type { Identity, PosixMs } from "@/server/domain/units";

/** Sums plays by identity, in any order given; sorted by identity. What the database's own sum is compared with. */
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
