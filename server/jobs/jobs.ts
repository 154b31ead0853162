import { advanceDays } from "@/server/services/advance/advance-days";
import type { JobResult } from "@/server/services/job-result";
import { recordHeartbeat } from "@/server/services/metrics/record-heartbeat";
import { deliverEvents } from "@/server/services/outbox/deliver-events";
import { confirmPayments } from "@/server/services/payout/confirm-payments";
import type { PayoutContext } from "@/server/services/payout/payout-context";
import { scanChain } from "@/server/services/scan/scan-chain";

/** The jobs that the scheduler runs. Each is one bounded step, safe to repeat and to run in parallel. */
export const JOBS = {
  scan: scanChain,
  confirm: confirmPayments,
  advance: advanceDays,
  notify: deliverEvents,
  metrics: recordHeartbeat,
} as const satisfies Record<string, (ctx: PayoutContext) => Promise<JobResult>>;

export type JobName = keyof typeof JOBS;
export const JOB_NAMES = Object.keys(JOBS) as readonly JobName[];

export function isJobName(text: string): text is JobName {
  return Object.hasOwn(JOBS, text);
}
