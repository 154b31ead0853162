import { eq } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "@/db/client";
import { report } from "@/db/schema";
import { reportSchema } from "@/server/domain/report/schema";
import type { Hex } from "@/server/domain/units";

/** What a day's page shows of its report. The lines, which may be very many, are left where they are. */
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

/** A report never changes, so what was read of it is kept; the oldest goes first. */
const MOST_KEPT = 200;
const kept = new Map<Hex, ReportFacts>();

/** Null when there is no such report. Throws when the stored text is no report: it was written by us. */
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
