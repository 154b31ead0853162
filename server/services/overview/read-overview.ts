import { findHold } from "../chain-hold/find-hold";
import { chainNow } from "../chain-now";
import type { Context } from "../context";
import { nextPayout } from "../day/next-payout";
import { findPause } from "../engine-pause/find-pause";
import { healthCheck } from "../health/health-check";
import { readPerformance } from "../metrics/look-at-performance";
import { readMetrics } from "../metrics/read-metrics";
import { readServiceHistory } from "../metrics/read-service-history";
import { loadPoolRow } from "../pool/load-pool";
import { operationsInForce } from "../settings-in-force";
import { readSources } from "../sources/read-sources";
import { payoutHistory } from "./read-history";
import { readWaiting } from "./read-waiting";

const HISTORY_DAYS = 90;

/** Everything on the console's first page, at one moment. */
export async function readOverview(ctx: Context, input: { readonly userId: string; readonly nowMs: number }) {
  const { db } = ctx;
  const now = await chainNow(db);
  const pool = await loadPoolRow(db);
  const operations = await operationsInForce(db);
  const next = now && pool ? await nextPayout(db, { now, pool, operations }) : null;
  return {
    chain: now,
    health: await healthCheck(ctx, input.nowMs),
    sources: await readSources(db, input.nowMs),
    pause: await findPause(db),
    hold: await findHold(db),
    metrics: await readMetrics(db, input.nowMs),
    waiting: await readWaiting(ctx, input.userId),
    next,
    payouts: await payoutHistory(db, HISTORY_DAYS),
    service: await readServiceHistory(db, { nowMs: input.nowMs, days: HISTORY_DAYS }),
    performance: await readPerformance(db, input.nowMs),
  };
}
