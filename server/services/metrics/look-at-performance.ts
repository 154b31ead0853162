import { desc, eq } from "drizzle-orm";
import type { Database } from "@/db/client";
import { metricSample } from "@/db/schema";
import {
  COMPARED_RUNS,
  comparePerformance,
  judgePerformance,
  type Sample,
} from "@/server/domain/metrics/judge-performance";
import { KEY_FIGURE_NAMES, type KeyFigureName } from "@/server/domain/metrics/key-figures";
import type { Finding } from "@/server/domain/monitoring/finding";
import type { PosixMs } from "@/server/domain/units";

/** Figures of days come once a day; what is older says nothing about now. */
const LATE_MS = 3 * 24 * 3_600_000;

/** Which figures became worse than they were. Null if there is no recent figure at all. */
export async function lookAtPerformance(db: Database, nowMs: PosixMs): Promise<Finding[] | null> {
  const found = await readFigures(db, nowMs);
  return found.length === 0 ? null : found.flatMap(({ name, samples }) => judgePerformance(name, samples));
}

export type FigureView = {
  readonly name: KeyFigureName;
  readonly last: Sample;
  readonly comparison: ReturnType<typeof comparePerformance>;
};

/** Every figure that is known now, with how it compares. */
export async function readPerformance(db: Database, nowMs: PosixMs): Promise<FigureView[]> {
  return (await readFigures(db, nowMs)).flatMap(({ name, samples }) => {
    const [last] = samples;
    return last ? [{ name, last, comparison: comparePerformance(name, samples) }] : [];
  });
}

/** Newest first. */
async function readFigures(
  db: Database,
  nowMs: PosixMs,
): Promise<{ readonly name: KeyFigureName; readonly samples: readonly Sample[] }[]> {
  const figures = [];
  for (const name of KEY_FIGURE_NAMES) {
    const rows = await db
      .select({ at: metricSample.at, value: metricSample.value })
      .from(metricSample)
      .where(eq(metricSample.name, name))
      .orderBy(desc(metricSample.at))
      .limit(COMPARED_RUNS);
    const samples = rows.map(({ at, value }) => ({ atMs: at.getTime(), value }));
    if (samples[0] && samples[0].atMs > nowMs - LATE_MS) figures.push({ name, samples });
  }
  return figures;
}
