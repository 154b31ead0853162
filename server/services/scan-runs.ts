import { and, desc, eq, inArray } from "drizzle-orm";
import type { Database } from "@/db/client";
import { jobRun } from "@/db/schema";

export type ScanRun = typeof jobRun.$inferSelect;

const isScan = eq(jobRun.job, "scan");

/** The scan's newest run, and its newest that ended well: before that one nothing is known of how far behind it is. */
export async function readScanRuns(db: Database): Promise<{ newest: ScanRun | null; good: ScanRun | null }> {
  const newestWhere = async (where: typeof isScan) => {
    const [run] = await db.select().from(jobRun).where(where).orderBy(desc(jobRun.startedAt), desc(jobRun.id)).limit(1);
    return run ?? null;
  };
  const isGood = and(isScan, inArray(jobRun.result, ["done", "again"])) ?? isScan;
  return { newest: await newestWhere(isScan), good: await newestWhere(isGood) };
}
