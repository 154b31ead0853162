import { and, asc, gt, lte } from "drizzle-orm";
import type { Database } from "@/db/client";
import { probe } from "@/db/schema";
import { judgeSite, SITE_WINDOW_MS } from "@/server/domain/metrics/judge-site";
import type { Visit } from "@/server/domain/metrics/visit";
import type { Finding } from "@/server/domain/monitoring/finding";
import type { PosixMs } from "@/server/domain/units";

/** What the prober's visits say of the site now. Null if nobody has visited lately. */
export async function lookAtSite(db: Database, nowMs: PosixMs): Promise<Finding[] | null> {
  return judgeSite(await readVisits(db, nowMs), nowMs);
}

async function readVisits(db: Database, nowMs: PosixMs): Promise<Visit[]> {
  const rows = await db
    .select()
    .from(probe)
    .where(and(gt(probe.at, new Date(nowMs - SITE_WINDOW_MS)), lte(probe.at, new Date(nowMs))))
    .orderBy(asc(probe.id));
  const visits = new Map<string, (typeof rows)[number][]>();
  for (const row of rows) {
    const key = `${row.at.getTime()} ${row.instance}`;
    visits.set(key, [...(visits.get(key) ?? []), row]);
  }
  return [...visits.values()].flatMap((doors) =>
    doors.slice(0, 1).map(({ instance, at }) => ({ instance, atMs: at.getTime(), doors })),
  );
}
