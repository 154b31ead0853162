import { eq } from "drizzle-orm";
import type { Database } from "@/db/client";
import { report } from "@/db/schema";
import { type ReportFacts as Facts, readFacts } from "@/server/domain/report/facts";
import type { Hex } from "@/server/domain/units";

export type ReportFacts = Facts & { readonly merkleRoot: Hex; readonly sizeBytes: number };

/** The parts of a report that a day's page shows; its lines, which may be many, are not read. Null if there is none. */
export async function readReportFacts(db: Database, hash: Hex): Promise<ReportFacts | null> {
  const [row] = await db
    .select({ facts: report.facts, merkleRoot: report.merkleRoot, sizeBytes: report.sizeBytes })
    .from(report)
    .where(eq(report.hash, hash));
  return row ? { ...readFacts(row.facts), merkleRoot: row.merkleRoot, sizeBytes: row.sizeBytes } : null;
}
