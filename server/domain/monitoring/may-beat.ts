import type { PosixMs } from "../units";

/** What a watch has really done, by its own clock. */
export type WatchSigns = {
  readonly lookedMs: PosixMs | null;
  /** When the database last took something that it wrote. */
  readonly wroteMs: PosixMs | null;
  readonly beatMs: PosixMs | null;
};

const FRESH_MS = 60_000;

/**
 * Whether the heartbeat is due, and true: a watch that has not looked, or cannot write down what it sees, is silent, so
 * that somebody outside alerts.
 */
export function mayBeat({ lookedMs, wroteMs, beatMs }: WatchSigns, everyMs: number, nowMs: PosixMs): boolean {
  const isFresh = (atMs: PosixMs | null) => atMs !== null && Math.abs(nowMs - atMs) <= FRESH_MS;
  const isDue = beatMs === null || Math.abs(nowMs - beatMs) >= everyMs;
  return isDue && isFresh(lookedMs) && isFresh(wroteMs);
}
