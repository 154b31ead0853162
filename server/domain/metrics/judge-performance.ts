import type { Finding } from "../monitoring/finding";
import type { PosixMs } from "../units";
import { KEY_FIGURES, type KeyFigureName } from "./key-figures";
import { percentile } from "./percentile";

export type Sample = { readonly atMs: PosixMs; readonly value: number };

/** Runs that are compared with; with fewer than the least nothing is said. */
const BEFORE = { most: 14, least: 8 };
/** One slow run, or two, is chance. */
const IN_A_ROW = 3;
/** So many runs are read. */
export const COMPARED_RUNS = BEFORE.most + IN_A_ROW;
const TIMES_WORSE = 2;
/** Median absolute deviations: what varies much by itself must be much worse. */
const DEVIATIONS = 5;

export type Comparison = {
  /** The best of the latest runs: all of them were at least as slow. */
  readonly latest: number;
  readonly usual: number;
  readonly isWorse: boolean;
  readonly sinceMs: PosixMs;
};

/** A figure against its own history, by median and median absolute deviation. Null with too little history. */
export function comparePerformance(name: KeyFigureName, samples: readonly Sample[]): Comparison | null {
  const runs = samples.toSorted((left, right) => left.atMs - right.atMs).slice(-COMPARED_RUNS);
  const [latest, before] = [runs.slice(-IN_A_ROW), runs.slice(0, -IN_A_ROW).map(({ value }) => value)];
  const usual = percentile(before, 0.5);
  const [first] = latest;
  if (usual === null || !first || before.length < BEFORE.least) return null;
  const deviation =
    percentile(
      before.map((value) => Math.abs(value - usual)),
      0.5,
    ) ?? 0;
  const bound = Math.max(TIMES_WORSE * usual, usual + DEVIATIONS * deviation, usual + KEY_FIGURES[name].leastWorse);
  const best = Math.min(...latest.map(({ value }) => value));
  return { latest: best, usual, isWorse: best > bound, sinceMs: first.atMs };
}

export function judgePerformance(name: KeyFigureName, samples: readonly Sample[]): Finding[] {
  const compared = comparePerformance(name, samples);
  if (!compared?.isWorse) return [];
  const { label, unit } = KEY_FIGURES[name];
  const show = (value: number) => `${Math.round(value * 10) / 10} ${unit}`;
  return [
    {
      kind: "performance-worse",
      subject: name,
      fact: `${label}: at least ${show(compared.latest)} in ${IN_A_ROW} runs in a row; it was ${show(compared.usual)}.`,
      next: null,
      sinceMs: compared.sinceMs,
    },
  ];
}
