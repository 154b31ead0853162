import { sql } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { metricSample } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import { sampleOf } from "@/server/domain/metrics/samples";
import type { PosixMs } from "@/server/domain/units";
import { pruneRecords } from "./internal/prune-records";
import { storeKeyFigures } from "./internal/store-key-figures";
import { readMetrics } from "./read-metrics";

const MINUTE_MS = 60_000;
const EVERY_MS = 5 * MINUTE_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** The older, the coarser, so that history is bounded. What is older than the last is forgotten. */
const KEPT = { everyFiveMinutesMs: 7 * DAY_MS, hoursMs: 90 * DAY_MS, daysMs: 3 * 366 * DAY_MS };

/**
 * Keeps what the metrics are now, once in five minutes: call it as often as you like, from as many processes as there
 * are. Each hour what has become old is summed up to means.
 */
export async function storeSamples(db: Database, nowMs: PosixMs): Promise<void> {
  const at = new Date(Math.floor(nowMs / EVERY_MS) * EVERY_MS);
  if (
    (await db.$count(metricSample, sql`${metricSample.name} = ${LAST} and ${metricSample.at} = ${at.toISOString()}`)) >
    0
  )
    return;
  const { metrics, evidence } = await readMetrics(db, nowMs);
  const known = Object.entries(sampleOf(metrics, evidence.scan?.timeMs ?? null)).flatMap(([name, value]) =>
    value === null ? [] : [{ name, at, value }],
  );
  await db.insert(metricSample).values(known).onConflictDoNothing();
  await storeKeyFigures(db, nowMs);
  if (at.getTime() % HOUR_MS !== 0) return;
  await sumUpOld(db, nowMs);
  await pruneRecords(db, nowMs);
}

/** Is always known, so that it tells whether a time has its samples. */
const LAST = "security-incidents";

function sumUpOld(db: Database, nowMs: PosixMs): Promise<void> {
  return withTransaction(db, async (tx) => {
    await sumUp(tx, "hour", startOf(nowMs - KEPT.everyFiveMinutesMs, HOUR_MS));
    await sumUp(tx, "day", startOf(nowMs - KEPT.hoursMs, DAY_MS));
    await tx.execute(sql`delete from metric_sample where at < ${new Date(nowMs - KEPT.daysMs).toISOString()}`);
  });
}

const startOf = (ms: PosixMs, unitMs: number) => new Date(Math.floor(ms / unitMs) * unitMs);

/**
 * One mean for each whole hour or day before a time. Done twice, or by two at once, it comes to the same: the mean of
 * one value is that value.
 */
async function sumUp(tx: Transaction, unit: "hour" | "day", before: Date): Promise<void> {
  const start = sql.raw(`date_trunc('${unit}', at, 'UTC')`);
  const old = sql`at < ${before.toISOString()}`;
  await tx.execute(sql`
    insert into metric_sample (name, at, value)
    select name, ${start}, avg(value) from metric_sample where ${old} group by 1, 2 having bool_or(at <> ${start})
    on conflict (name, at) do update set value = excluded.value`);
  await tx.execute(sql`delete from metric_sample where ${old} and at <> ${start}`);
}
