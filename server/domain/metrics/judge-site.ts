import type { Finding } from "../monitoring/finding";
import type { PosixMs } from "../units";
import { percentile } from "./percentile";
import { type DoorFault, type DoorSeen, isGoodVisit, type Visit } from "./visit";

const MINUTE_MS = 60_000;
/** A prober whose last visit is older says nothing about now. */
export const VISIT_LATE_MS = 5 * MINUTE_MS;
/** What rules look back over. */
export const SITE_WINDOW_MS = 15 * MINUTE_MS;
/** One visit that fails may be the prober's own trouble. */
export const FAILED_IN_A_ROW = 2;
export const SLOW_MS = 2_000;
/** Two visits and more. */
const LEAST_ANSWERS = 12;

/** Of the visits of the last quarter of an hour. Null if nobody has visited lately: then nothing is known. */
export function judgeSite(visits: readonly Visit[], nowMs: PosixMs): Finding[] | null {
  const recent = visits.filter(({ atMs }) => atMs > nowMs - SITE_WINDOW_MS && atMs <= nowMs);
  const probers = [...new Set(recent.map(({ instance }) => instance))]
    .map((name) => recent.filter(({ instance }) => instance === name))
    .map((own) => own.toSorted((left, right) => left.atMs - right.atMs))
    .filter((own) => (own.at(-1)?.atMs ?? 0) >= nowMs - VISIT_LATE_MS);
  if (probers.length === 0) return null;
  const others = probers.filter((own) => own.slice(-FAILED_IN_A_ROW).every(isGoodVisit)).length;
  const longest = (faults: readonly DoorFault[]) =>
    probers.flatMap((own) => judgeRun(own, faults) ?? []).toSorted((left, right) => left.sinceMs - right.sinceMs)[0];
  const down = longest(["no-answer", "wrong-answer"]);
  const stale = longest(["stale"]);
  return [
    ...(down ? [finding("site-down", down, others)] : []),
    ...(stale ? [finding("site-stale", stale, others)] : []),
    ...judgeSlow(probers.flat()),
  ];
}

type Run = {
  readonly sinceMs: PosixMs;
  readonly visits: number;
  readonly last: Visit;
  readonly doors: readonly DoorSeen[];
};

/** The visits of one prober that failed in a row, up to its last one; null if they are too few. */
function judgeRun(own: readonly Visit[], faults: readonly DoorFault[]): Run | null {
  const failing = ({ doors }: Visit) => doors.filter(({ fault }) => fault !== null && faults.includes(fault));
  const lastGood = own.findLastIndex((each) => failing(each).length === 0);
  const run = own.slice(lastGood + 1);
  const [first, last] = [run[0], run.at(-1)];
  if (!first || !last || run.length < FAILED_IN_A_ROW) return null;
  return { sinceMs: first.atMs, visits: run.length, last, doors: failing(last) };
}

function finding(kind: "site-down" | "site-stale", { sinceMs, visits, last, doors }: Run, others: number): Finding {
  const named = doors.map(({ door, problem }) => `${door}: ${problem?.replace(/\.$/, "")}`).join("; ");
  const elsewhere = others > 0 ? ` ${others} other ${others === 1 ? "prober is" : "probers are"} answered well.` : "";
  return {
    kind,
    subject: "",
    fact: `From ${last.instance}, ${visits} visits in a row: ${named}.${elsewhere}`,
    next: "Visit it yourself: npm run probe -- --url with the site's address, from this machine and from another one.",
    sinceMs,
  };
}

function judgeSlow(visits: readonly Visit[]): Finding[] {
  const answered = visits.flatMap(({ doors }) => doors).filter(({ fault }) => fault === null);
  const p95 = percentile(
    answered.map(({ durationMs }) => durationMs),
    0.95,
  );
  if (answered.length < LEAST_ANSWERS || p95 === null || p95 <= SLOW_MS) return [];
  const slowest = answered.reduce((left, right) => (right.durationMs > left.durationMs ? right : left));
  return [
    {
      kind: "site-slow",
      subject: "",
      fact: `One in twenty of ${answered.length} answers took ${p95} ms or longer; the slowest was ${slowest.door} (${slowest.durationMs} ms).`,
      next: null,
      sinceMs: null,
    },
  ];
}
