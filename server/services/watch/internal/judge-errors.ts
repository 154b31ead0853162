import { TARGETS } from "@/server/domain/metrics/judge-metrics";
import type { Finding } from "@/server/domain/monitoring/finding";

export type Outcomes = { readonly total: number; readonly failed: number };

/** So many outcomes can tell 99.9 % from 100 %. */
const LEAST_OUTCOMES = 1_000;
/** A burst that is over is nobody's concern: the day's share would be too high until tomorrow. */
const LEAST_NOW = 5;

/** Whether more than usual fails: over a day, and still in the last hour. */
export function judgeErrors(ofDay: Outcomes, ofHour: Outcomes): Finding[] {
  const share = ofDay.failed / Math.max(1, ofDay.total);
  if (ofDay.total < LEAST_OUTCOMES || share < TARGETS.errorRate || ofHour.failed < LEAST_NOW) return [];
  const percent = (share * 100).toFixed(2);
  const fact =
    `${ofDay.failed} of ${ofDay.total} runs and requests of the last 24 hours failed (${percent} %), ` +
    `${ofHour.failed} of them in the last hour.`;
  const next = "The logs say which, and why: lines of the levels error and fatal.";
  return [{ kind: "error-rate", subject: "", fact, next, sinceMs: null }];
}
