import { isPublicNetwork } from "../cardano/network";
import { LONGEST_GAP_MS, MOST_AHEAD_MS, RUN_LATE_MS } from "../health/limits";
import type { PosixMs } from "../units";
import type { ChainEvidence, ChainTrouble } from "./chain-evidence";

const MINUTE_MS = 60_000;

/** A source that is not read from is asked every two minutes: an older answer says nothing about now. */
const ANSWER_FRESH_MS = 6 * MINUTE_MS;
/** A rollback is news for so long. What it took back is read again within a minute. */
const ROLLBACK_FRESH_MS = 10 * MINUTE_MS;
/** Days wait at once for a scan that is behind. One that stays behind does not follow the chain. */
const MOST_BEHIND_MS = 10 * MINUTE_MS;

/** What is wrong with the chain now; null where nobody can tell, since nothing was heard of it lately. */
export function judgeChain(evidence: ChainEvidence, nowMs: PosixMs): readonly ChainTrouble[] | null {
  const stall = judgeStall(evidence, nowMs);
  const found = [
    ...(stall ?? []),
    ...judgeForks(evidence, nowMs),
    ...judgeRollbacks(evidence, nowMs),
    ...judgeLag(evidence, nowMs),
  ];
  // Whether it is well is only known where the newest block is.
  return stall === null && found.length === 0 ? null : found;
}

/** Of a clock that was put back too: a time in the future is not fresh. */
const isFresh = (atMs: PosixMs, forMs: number, nowMs: PosixMs) => Math.abs(nowMs - atMs) <= forMs;

/** Whether the scan's word about the tip is of now. */
export function isHeard({ scan, goodRunMs }: Pick<ChainEvidence, "scan" | "goodRunMs">, nowMs: PosixMs): boolean {
  return scan !== null && goodRunMs !== null && isFresh(goodRunMs, RUN_LATE_MS, nowMs);
}

/**
 * No source has told a new block for long. A public network's blocks have the world's time. A devnet's clock may run
 * ahead or stand still, so there it counts when this machine saw the newest block first.
 */
export function judgeStall(evidence: ChainEvidence, nowMs: PosixMs): readonly ChainTrouble[] | null {
  const sinceMs = isPublicNetwork(evidence.network) ? newestBlockMs(evidence, nowMs) : newestSightMs(evidence, nowMs);
  if (sinceMs === null) return null;
  return nowMs - sinceMs > LONGEST_GAP_MS + evidence.restMs ? [{ kind: "stalled", sinceMs }] : [];
}

function newestBlockMs(evidence: ChainEvidence, nowMs: PosixMs): PosixMs | null {
  const others = evidence.sources.flatMap(({ state, tip, lookedAtMs }) =>
    tip && state === "good" && isFresh(lookedAtMs, ANSWER_FRESH_MS, nowMs) ? tip.timeMs : [],
  );
  const own = isHeard(evidence, nowMs) && evidence.scan ? [evidence.scan.tip.timeMs] : [];
  // A block of the future is a lie, or the machine's clock is wrong, which is told as that.
  const times = [...own, ...others].filter((timeMs) => timeMs <= nowMs + MOST_AHEAD_MS);
  return times.length === 0 ? null : Math.max(...times);
}

function newestSightMs({ sight, ...evidence }: ChainEvidence, nowMs: PosixMs): PosixMs | null {
  return sight && isHeard(evidence, nowMs) ? sight.newestMs : null;
}

/** A tip may be of a small fork: a source `differs` once three in a row are not in our books that reach so far. */
export function judgeForks({ sources, run }: ChainEvidence, nowMs: PosixMs): readonly ChainTrouble[] {
  const differing = sources.filter(({ state }) => state === "differs");
  const forks = differing.map(
    ({ name, reason, sinceMs }) => ({ kind: "fork", source: name, reason, sinceMs }) as const,
  );
  if (!run || run.needsHuman === null || !isFresh(run.atMs, RUN_LATE_MS, nowMs)) return forks;
  return [...forks, { kind: "other-chain", said: run.needsHuman, sinceMs: run.atMs }];
}

export function judgeRollbacks({ rollbacks, mostRollback }: ChainEvidence, nowMs: PosixMs): readonly ChainTrouble[] {
  return rollbacks
    .filter(({ fromHeight, toHeight }) => fromHeight - toHeight > mostRollback)
    .filter(({ atMs }) => isFresh(atMs, ROLLBACK_FRESH_MS, nowMs))
    .map(({ fromHeight, toHeight, atMs }) => ({ kind: "rollback", fromHeight, toHeight, sinceMs: atMs }));
}

/** A scan that catches up after a rest of hours is behind too, and that ends by itself within minutes. */
export function judgeLag({ sight }: ChainEvidence, nowMs: PosixMs): readonly ChainTrouble[] {
  const sinceMs = sight?.behindSinceMs ?? null;
  return sinceMs !== null && nowMs - sinceMs > MOST_BEHIND_MS ? [{ kind: "behind", sinceMs }] : [];
}
