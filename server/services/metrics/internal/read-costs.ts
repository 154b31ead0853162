import { and, count, eq, exists, gt, or, sql, sum } from "drizzle-orm";
import type { Database } from "@/db/client";
import { incident, incidentEntry, settlement } from "@/db/schema";
import type { ServiceMetrics } from "@/server/domain/metrics/service-metrics";
import { SECURITY_SUBJECT } from "@/server/domain/monitoring/security";
import type { PosixMs } from "@/server/domain/units";
import { readSources } from "../../sources/read-sources";

const INCIDENT_DAYS = 90;

/** Fees of all days that were paid; and calls to sources of this day (of UTC), where a limit has them counted. */
export async function readCosts(db: Database, nowMs: PosixMs): Promise<ServiceMetrics["cost"]> {
  const [fees] = await db.select({ lovelace: sum(settlement.feeLovelace) }).from(settlement);
  const calls = (await readSources(db, nowMs)).flatMap(({ callsToday }) => callsToday ?? []);
  const sourceCallsToday = calls.length === 0 ? null : calls.reduce((left, right) => left + right);
  return { feesLovelace: BigInt(fees?.lovelace ?? 0), sourceCallsToday };
}

/**
 * What people opened about security in the last 90 days, and moved money of which a person has found the cause: rules
 * only suspect.
 */
export async function countSecurityIncidents(db: Database, nowMs: PosixMs): Promise<number> {
  const isIdentified = exists(
    db
      .select({ one: sql`1` })
      .from(incidentEntry)
      .where(and(eq(incidentEntry.incidentId, incident.id), eq(incidentEntry.state, "identified"))),
  );
  const [row] = await db
    .select({ found: count() })
    .from(incident)
    .where(
      and(
        gt(incident.openedAt, new Date(nowMs - INCIDENT_DAYS * 86_400_000)),
        or(
          and(eq(incident.kind, "by-hand"), eq(incident.subject, SECURITY_SUBJECT)),
          and(eq(incident.kind, "money-moved"), isIdentified),
        ),
      ),
    );
  return row?.found ?? 0;
}
