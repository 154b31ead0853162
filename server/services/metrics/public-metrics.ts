import type { Database } from "@/db/client";
import type { PosixMs } from "@/server/domain/units";
import type { Context } from "../context";
import { type MetricsView, readMetrics } from "./read-metrics";
import { readServiceHistory, type ServicePoint } from "./read-service-history";

export type PublicMetrics = { readonly view: MetricsView; readonly service: readonly ServicePoint[] };

/** However many visitors ask, the database is asked this often: ninety days are added up for an answer. */
const KEPT_MS = 60_000;
const HISTORY_DAYS = 90;
const kept = new WeakMap<Database, { readonly metrics: Promise<PublicMetrics>; readonly readMs: PosixMs }>();

/** The same for all who ask within a minute. Throws what the database throws. */
export function publicMetrics({ db }: Pick<Context, "db">, nowMs: PosixMs): Promise<PublicMetrics> {
  const known = kept.get(db);
  if (known && Math.abs(nowMs - known.readMs) < KEPT_MS) return known.metrics;
  const metrics = read(db, nowMs);
  kept.set(db, { metrics, readMs: nowMs });
  metrics.catch(() => kept.delete(db));
  return metrics;
}

async function read(db: Database, nowMs: PosixMs): Promise<PublicMetrics> {
  return {
    view: await readMetrics(db, nowMs),
    service: await readServiceHistory(db, { nowMs, days: HISTORY_DAYS }),
  };
}
