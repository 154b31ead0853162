import type { z } from "zod";
import { toCanonicalJson } from "../canonical";
import { type Report, reportSchema } from "./schema";

/** The parts of a report that do not grow with its lines, which pages show and later days compare with. */
const factsSchema = reportSchema.pick({
  totals: true,
  sources: true,
  singleSourceAcceptedBy: true,
  rulesHash: true,
  previous: true,
});
export type ReportFacts = z.output<typeof factsSchema>;
/** The same as JSON: amounts are decimal text. */
export type StoredFacts = z.input<typeof factsSchema>;

export function storedFactsOf(report: Report): StoredFacts {
  const { totals, sources, singleSourceAcceptedBy, rulesHash, previous } = report;
  return JSON.parse(toCanonicalJson({ totals, sources, singleSourceAcceptedBy, rulesHash, previous }));
}

/** Throws if these are no facts of a report: we wrote them ourselves. */
export function readFacts(stored: StoredFacts): ReportFacts {
  return factsSchema.parse(stored);
}
