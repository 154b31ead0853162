// First, as in e2e/bench/contract/run.ts: else hashing is much slower than in built code.
import "scalus";
import { asc } from "drizzle-orm";
import { closeDatabase, connectDatabase, type Database } from "@/db/client";
import { report } from "@/db/schema";
import { TEST_AUDIT_KEYS } from "@/db/testing/database";
import { createBlockfrostSource } from "@/server/chain/sources/blockfrost/source";
import { reportFolder } from "@/server/cli/adopt/report-places";
import { partsByHash, verifyReport } from "@/server/domain/report/read-report";
import { createLogger } from "@/server/logger";
import { adoptPool } from "@/server/services/adopt/adopt-pool";
import type { ReportPlace } from "@/server/services/adopt/report-place";
import { createFileReportStore } from "@/server/services/reports/file-store";
import { TEST_OPERATIONS } from "@/server/testing/services/world-terms";
import { timed } from "../timed";

/* Adopts a pool into an empty database, tells its parent what that took, and ends. */

export type ToAdopt = {
  /** The chain's. */
  readonly url: string;
  readonly databaseUrl: string;
  readonly policyId: string;
  /** The folder where the reports are published, and the one where they are kept from now on. */
  readonly reports: string;
  readonly folder: string;
};

export type AdoptedIn = {
  /** All of it, and its four parts. */
  readonly seconds: number;
  readonly walkSeconds: number;
  readonly scanSeconds: number;
  readonly adoptSeconds: number;
  readonly confirmSeconds: number;
  readonly peakMiB: number;
  /** What it takes only to verify the same reports, afterwards. */
  readonly verifySeconds: number;
  readonly days: number;
  readonly states: Readonly<Record<string, number>>;
};

/** What is told when a part ends; the last ends with the whole. */
const ENDS = [/ days to adopt/, /^scan: .*, the tip$/, /^adopted (\d+) of \1 days$/];

process.on("disconnect", () => process.exit(1));
process.once("message", async (given: ToAdopt) => {
  const measured = await measure(given);
  process.send?.(measured, () => process.exit());
});

async function measure({ url, databaseUrl, policyId, reports, folder }: ToAdopt): Promise<AdoptedIn> {
  const db = await connectDatabase(databaseUrl, { applicationName: "the bench of adopt", auditKeys: TEST_AUDIT_KEYS });
  const place = reportFolder(reports);
  const ctx = {
    db,
    source: createBlockfrostSource({ url, name: "devnet" }),
    reportStore: createFileReportStore(folder),
    log: createLogger("silent"),
    ...{ operator: null, oracle: null, approvers: [], crashAt: () => undefined },
  };
  const at = [performance.now()];
  const tell = (text: string) => {
    if (ENDS[at.length - 1]?.test(text)) at.push(performance.now());
  };
  const wanted = { policyId, place, operations: TEST_OPERATIONS, execute: true, actor: "cli:bench" } as const;
  const { days, states } = await adoptPool(ctx, { ...wanted, tell });
  at.push(performance.now());
  const [start = 0, walked = 0, scanned = 0, adopted = 0, end = Number.NaN] = at;
  const peakMiB = Math.round(process.resourceUsage().maxRSS / 1_024);
  const verified = await timed(() => verifyAll(db, place));
  await closeDatabase(db);
  return {
    seconds: (end - start) / 1_000,
    walkSeconds: (walked - start) / 1_000,
    scanSeconds: (scanned - walked) / 1_000,
    adoptSeconds: (adopted - scanned) / 1_000,
    confirmSeconds: (end - adopted) / 1_000,
    peakMiB,
    verifySeconds: verified.ms / 1_000,
    days: days.length,
    states,
  };
}

/** Reads every adopted report from where it was published, and adds it up. */
async function verifyAll(db: Database, place: ReportPlace): Promise<void> {
  const { hash, dayIndex, partHashes } = report;
  for (const row of await db.select({ hash, dayIndex, partHashes }).from(report).orderBy(asc(dayIndex))) {
    const manifest = (await place.manifest(row)) ?? "";
    const parts = () => partsByHash(row.partHashes, (part) => place.part(row, part));
    const { ok } = await verifyReport({ manifest, parts });
    if (!ok) throw new Error(`the report of day ${row.dayIndex} does not verify`);
  }
}
