/** Of one hour, or of one day's calculation. Lower is better. */
type KeyFigure = {
  readonly label: string;
  readonly unit: "ms" | "s";
  /** How much worse it must be, whatever it was: a job that takes 40 ms and not 20 is nobody's concern. */
  readonly leastWorse: number;
};

const ms = (label: string): KeyFigure => ({ label, unit: "ms", leastWorse: 250 });
const seconds = (label: string): KeyFigure => ({ label, unit: "s", leastWorse: 5 });

/** What a run takes, kept and compared with its own history. */
export const KEY_FIGURES = {
  "job-scan-ms": ms("A run of job scan, the slowest twentieth of an hour"),
  "job-confirm-ms": ms("A run of job confirm, the slowest twentieth of an hour"),
  "job-advance-ms": ms("A run of job advance, the slowest twentieth of an hour"),
  "visit-page-ms": ms("A public page, the slowest twentieth of an hour"),
  "visit-api-ms": ms("The public API, the slowest twentieth of an hour"),
  "day-calculate-s": seconds("The calculation of 10,000 lines"),
  "day-check-s": seconds("The second calculation of 10,000 lines"),
  "day-prepare-s": seconds("Building and measuring a day's plan and report, for 10,000 lines"),
} as const satisfies Readonly<Record<string, KeyFigure>>;
export type KeyFigureName = keyof typeof KEY_FIGURES;

export const KEY_FIGURE_NAMES = Object.keys(KEY_FIGURES) as KeyFigureName[];
