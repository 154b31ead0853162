import { type DayFacts, findAnomalies, type History } from "./anomalies";
import type { AnomalyThresholds } from "./anomaly-thresholds";
import type { Anomaly, StoredFindings } from "./findings";

/** One day before may be a strange one itself. */
const LEAST_DAYS = 2;
/** More than all of it: that rule is never broken. */
const NEVER = 10_001;

/** Half as far from what is usual as what stops a day; so that whoever loosens that loosens this. */
const halfway = (factor: number): number => 10_000 + Math.floor((factor - 10_000) / 2);

/**
 * What differs much from the days before, and not enough to stop the day: somebody should look before it is paid. Who
 * is paid for the first time, and how much goes to one of a few players, says little by itself.
 */
export function findDeviations(history: History, today: DayFacts, thresholds: AnomalyThresholds): readonly Anomaly[] {
  return findAnomalies(history, today, {
    ...thresholds,
    minimumDays: LEAST_DAYS,
    totalFactor: halfway(thresholds.totalFactor),
    recipientFactor: halfway(thresholds.recipientFactor),
    countFactor: halfway(thresholds.countFactor),
    newRecipientShare: NEVER,
    largestShare: NEVER,
  }).anomalies;
}

/** Those that are no anomaly as well, which stops the day until two people accept it. */
export function openDeviations({ deviations = [], anomalies = [], accepted = [] }: StoredFindings): readonly Anomaly[] {
  const known = new Set([...anomalies, ...accepted].map(aboutWhat));
  return deviations.filter((deviation) => !known.has(aboutWhat(deviation)));
}

const aboutWhat = (anomaly: Anomaly) => `${anomaly.rule} ${"identity" in anomaly ? anomaly.identity : ""}`;
