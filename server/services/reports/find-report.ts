import { and, eq, sql } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { report, reportPart } from "@/db/schema";
import type { ReportTexts } from "@/server/domain/ports";
import { type ReportFacts, readFacts } from "@/server/domain/report/facts";
import { partsByHash } from "@/server/domain/report/read-report";
import type { Hex } from "@/server/domain/units";

type Db = Database | Transaction;

export type KeptFacts = ReportFacts & {
  readonly hash: Hex;
  /** In the order in which they are read. */
  readonly partHashes: readonly Hex[];
};

/** What is known of a report without reading it; null if there is none. It was computed from the report's own lines. */
export async function findReportFacts(db: Db, hash: Hex): Promise<KeptFacts | null> {
  const [row] = await db
    .select({ facts: report.facts, partHashes: report.partHashes })
    .from(report)
    .where(eq(report.hash, hash));
  return row ? { ...readFacts(row.facts), hash, partHashes: row.partHashes } : null;
}

/** The report's texts: its manifest, and its parts one after the other as they are asked for. Null if there is none. */
export async function findReport(db: Db, hash: Hex): Promise<ReportTexts | null> {
  const [row] = await db
    .select({ manifest: report.manifest, partHashes: report.partHashes })
    .from(report)
    .where(eq(report.hash, hash));
  if (!row) return null;
  return { manifest: row.manifest, parts: () => partsByHash(row.partHashes, (part) => findPart(db, part)) };
}

/** A part of this report; null if it is none. */
export async function findPartOf(db: Db, hash: Hex, part: Hex): Promise<string | null> {
  const isNamed = sql`${part} = any(${report.partHashes})`;
  const named = await db.$count(report, and(eq(report.hash, hash), isNamed));
  return named === 1 ? findPart(db, part) : null;
}

async function findPart(db: Db, hash: Hex): Promise<string | null> {
  const [row] = await db.select({ body: reportPart.body }).from(reportPart).where(eq(reportPart.hash, hash));
  return row?.body ?? null;
}
