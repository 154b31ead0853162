import { and, asc, desc, eq, inArray, notInArray } from "drizzle-orm";
import { day, dayTransition, jobRun } from "@/db/schema";
import { dayEndMs } from "@/server/domain/day/calendar";
import { type DayState, SETTLED_DAY_STATES } from "@/server/domain/day/states";
import { timeline } from "@/server/domain/day/timeline";
import { type ChainNow, chainNow } from "../chain-now";
import type { Context } from "../context";
import { type MetricsView, readMetrics } from "../metrics/read-metrics";
import { loadPoolRow } from "../pool/load-pool";
import { operationsInForce } from "../settings-in-force";
import { lateApproval } from "./late-approval";
import type { NextPayout, Problem } from "./overview-types";
import { payoutHistory, serviceHistory } from "./read-history";
import { readWaiting } from "./read-waiting";

const HISTORY_DAYS = 90;

/** All that the console's first page says, at one moment. */
export async function readOverview(ctx: Context, input: { readonly userId: string; readonly nowMs: number }) {
  const { db } = ctx;
  const now = await chainNow(db);
  const metrics = await readMetrics(db, input.nowMs);
  const next = await nextPayout(ctx, now);
  return {
    chain: now,
    metrics,
    problems: [...(await findProblems(ctx, metrics)), ...lateApproval(next, now)],
    waiting: await readWaiting(ctx, input.userId),
    next,
    payouts: await payoutHistory(db, HISTORY_DAYS),
    service: await serviceHistory(db, input.nowMs, HISTORY_DAYS),
  };
}

async function findProblems({ db }: Context, { evidence, metrics, verdicts }: MetricsView): Promise<Problem[]> {
  const stopped = await db
    .select()
    .from(day)
    .where(inArray(day.state, ["FROZEN", "PART_PAID"]))
    .orderBy(asc(day.dayIndex));
  const problems = stopped.map(
    ({ dayIndex, state, frozenReason }): Problem => ({
      tone: "stopped",
      title: state === "FROZEN" ? `Day ${dayIndex} is stopped` : `Day ${dayIndex} is paid in part`,
      text:
        state === "FROZEN"
          ? `${frozenReason ?? "No reason was stored."} Nothing of it moves, and later days wait, until two people release it.`
          : "Its deadline passed with batches unpaid. What is left is still owed; nothing of it can be paid twice.",
      href: `/admin/days/${dayIndex}`,
    }),
  );
  if (metrics.participantScanStatus === "failed") {
    const { scan, lastScanRun } = evidence;
    const text = scan?.lastError ?? `The last run ended as "${lastScanRun?.result}".`;
    problems.push({
      tone: "stopped",
      title: "The scan of the chain fails",
      text: `${text} Days do not move on until it works again; nothing wrong can be paid meanwhile.`,
      href: null,
    });
  }
  if (metrics.blockchainSyncStatus === "behind") {
    problems.push({
      tone: "stopped",
      title: "We are far behind the chain",
      text: "The chain source has not answered for a while, or the scan is more than an hour of chain behind. Days wait until it has caught up.",
      href: null,
    });
  }
  if (verdicts.lastSuccessfulPayout === "missed" && stopped.length === 0) {
    problems.push({
      tone: "waiting",
      title: "The last payout is longer ago than it should be",
      text: "What is owed is still owed. See below what the next day waits for.",
      href: null,
    });
  }
  return [...problems, ...(await jobsThatWait({ db }))];
}

/** Jobs whose newest run stopped on purpose or failed, except where a day's own state says it already. */
async function jobsThatWait({ db }: Pick<Context, "db">): Promise<Problem[]> {
  const latest = await db
    .selectDistinctOn([jobRun.job])
    .from(jobRun)
    .orderBy(jobRun.job, desc(jobRun.startedAt), desc(jobRun.id));
  return latest
    .filter(({ job, result, detail }) => {
      const saidByDay = /^day -?\d+ (is stopped|ended with)/.test(detail ?? "");
      return job !== "scan" && (result === "failed" || result === "needs-human") && !saidByDay;
    })
    .map(({ job, result, detail }) => ({
      tone: result === "failed" ? "stopped" : "waiting",
      title: result === "failed" ? `The job ${job} failed` : `The job ${job} waits for somebody`,
      text: detail ?? "It gave no reason.",
      href: null,
    }));
}

/** The oldest day that is not settled, and when it is due. Null before there is one. */
async function nextPayout({ db }: Context, now: ChainNow | null): Promise<NextPayout | null> {
  const pool = await loadPoolRow(db);
  const [row] = await db
    .select()
    .from(day)
    .where(notInArray(day.state, [...SETTLED_DAY_STATES, "PAID"]))
    .orderBy(asc(day.dayIndex))
    .limit(1);
  if (!pool || !row || !now) return null;
  const { intervalMs, minWindowMs } = pool.settings;
  const { dayIndex, totalLovelace, deadlineMs } = row;
  const [preview] = await db
    .select({ atMs: dayTransition.atMs })
    .from(dayTransition)
    .where(and(eq(dayTransition.dayIndex, dayIndex), eq(dayTransition.toState, "PREVIEW")))
    .orderBy(desc(dayTransition.id))
    .limit(1);
  const from = preview?.atMs ?? Math.max(now.timeMs, dayEndMs(dayIndex, intervalMs));
  const usual = timeline({ ...(await operationsInForce(db)), intervalMs }, dayIndex, from);
  // Once proposed, the plan's own deadline holds, and with it the last moment for a signature.
  const times = deadlineMs === null ? usual : { ...usual, deadlineMs };
  const signUntilMs = deadlineMs === null ? null : deadlineMs - minWindowMs;
  return { dayIndex, state: row.state as DayState, totalLovelace, times, signUntilMs };
}
