import { asc } from "drizzle-orm";
import { day, sourceState } from "@/db/schema";
import { STOPPED_DAY_STATES } from "@/server/domain/day/states";
import { sayContradiction } from "@/server/words/scan-contradiction";
import { sayStopReason } from "@/server/words/stop-reason";
import { chainNow } from "../chain-now";
import type { Context } from "../context";
import { isInStates } from "../day/in-states";
import { nextPayout } from "../day/next-payout";
import { type MetricsView, readMetrics } from "../metrics/read-metrics";
import { loadPoolRow } from "../pool/load-pool";
import { operationsInForce } from "../settings-in-force";
import { jobsThatWait } from "./internal/jobs-that-wait";
import { lateApproval } from "./internal/late-approval";
import { waitingPlays } from "./internal/waiting-plays";
import type { Problem } from "./overview-types";
import { payoutHistory, serviceHistory } from "./read-history";
import { readWaiting } from "./read-waiting";

const HISTORY_DAYS = 90;

/** Everything on the console's first page, at one moment. */
export async function readOverview(ctx: Context, input: { readonly userId: string; readonly nowMs: number }) {
  const { db } = ctx;
  const now = await chainNow(db);
  const metrics = await readMetrics(db, input.nowMs);
  const pool = await loadPoolRow(db);
  const operations = await operationsInForce(db);
  const next = now && pool ? await nextPayout(db, { now, pool, operations }) : null;
  return {
    chain: now,
    metrics,
    problems: [...(await findProblems(ctx, metrics)), ...lateApproval(next, now), ...(await waitingPlays(db))],
    waiting: await readWaiting(ctx, input.userId),
    next,
    payouts: await payoutHistory(db, HISTORY_DAYS),
    service: await serviceHistory(db, input.nowMs, HISTORY_DAYS),
  };
}

async function findProblems({ db }: Context, { evidence, metrics, verdicts }: MetricsView): Promise<Problem[]> {
  const stopped = await db.select().from(day).where(isInStates(STOPPED_DAY_STATES)).orderBy(asc(day.dayIndex));
  const problems = stopped.map(
    ({ dayIndex, stopReason }): Problem => ({
      tone: "stopped",
      title: `Day ${dayIndex} is stopped`,
      text: `${sayStopReason(stopReason)} Later days wait until two people release it.`,
      href: `/admin/days/${dayIndex}`,
    }),
  );
  if (metrics.participantScanStatus === "failed") {
    const { scan: state, lastScanRun } = evidence;
    const text = state?.lastError ?? `The last run ended with "${lastScanRun?.result}".`;
    problems.push({
      tone: "stopped",
      title: "Chain scan failed",
      text: `${text} Payouts pause until it works again.`,
      href: null,
    });
  }
  const [scan] = await db.select({ difference: sourceState.difference }).from(sourceState);
  if (scan?.difference) {
    problems.push({
      tone: "stopped",
      title: "The chain's history differs",
      text: `${sayContradiction(scan.difference.contradiction)} Nothing was changed: find out which of the two is right before the next day is paid.`,
      href: null,
    });
  }
  if (metrics.blockchainSyncStatus === "behind") {
    problems.push({
      tone: "stopped",
      title: "Chain data is out of date",
      text: "The chain source is not responding, or the scan is over an hour behind. Payouts pause until it catches up.",
      href: null,
    });
  }
  if (verdicts.lastSuccessfulPayout === "missed" && stopped.length === 0) {
    const minutes = Math.floor(((evidence.scan?.timeMs ?? 0) - (metrics.lastSuccessfulPayout ?? 0)) / 60_000);
    const age = minutes < 120 ? `${minutes} min` : `${Math.floor(minutes / 60)} h`;
    problems.push({
      tone: "waiting",
      title: `Payout overdue: last one ${age} ago`,
      text: "Rewards stay owed. “Next payout” below shows what the next day is waiting for.",
      href: null,
    });
  }
  return [...problems, ...(await jobsThatWait(db))];
}
