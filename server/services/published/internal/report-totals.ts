import { eq } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "@/db/client";
import { report } from "@/db/schema";
import { reportSchema } from "@/server/domain/report/schema";
import type { Hex } from "@/server/domain/units";

/** The parts of a report that a day's page shows. The lines, which may be many, are not read. */
const factsSchema = z.object({
  totals: reportSchema.shape.totals,
  sources: reportSchema.shape.sources,
  singleSourceAcceptedBy: reportSchema.shape.singleSourceAcceptedBy,
  rulesHash: reportSchema.shape.rulesHash,
  previous: reportSchema.shape.previous,
});
export type ReportFacts = z.output<typeof factsSchema> & {
  readonly merkleRoot: Hex;
  readonly sizeBytes: number;
};

/** A report never changes, so its facts are cached; the oldest go first. */
const MOST_KEPT = 200;
const kept = new Map<Hex, ReportFacts>();

/** Null if there is no such report. Throws if the stored text is not a report: we wrote it ourselves. */
export async function readReportFacts(db: Database, hash: Hex): Promise<ReportFacts | null> {
  const known = kept.get(hash);
  if (known) return known;
  const [row] = await db.select().from(report).where(eq(report.hash, hash));
  if (!row) return null;
  const facts = {
    ...factsSchema.parse(JSON.parse(row.body)),
    merkleRoot: row.merkleRoot,
    sizeBytes: Buffer.byteLength(row.body),
  };
  kept.set(hash, facts);
  for (const oldest of [...kept.keys()].slice(0, -MOST_KEPT)) kept.delete(oldest);
  return facts;
}
