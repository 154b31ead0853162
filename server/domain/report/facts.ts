import type { z } from "zod";
import { toCanonicalJson } from "../canonical";
import { wholeNumberField } from "../fields";
import { type Manifest, manifestSchema, rowsOf } from "./manifest";

const count = wholeNumberField(0, Number.MAX_SAFE_INTEGER, "a count");

/**
 * What does not grow with the lines: what pages show, later days compare with, and a plan is bound to. It is kept
 * beside the report, by its hash, so that nobody reads a million lines for it.
 */
const factsSchema = manifestSchema
  .pick({
    poolPolicyId: true,
    dayIndex: true,
    previous: true,
    open: true,
    rulesHash: true,
    linesRoot: true,
    commitment: true,
    totals: true,
    declared: true,
  })
  .extend({ lines: count, batches: count });
export type ReportFacts = z.output<typeof factsSchema>;
/** The same as JSON: amounts are decimal text. */
export type StoredFacts = z.input<typeof factsSchema>;

export function factsOfReport(manifest: Manifest): ReportFacts {
  const { poolPolicyId, dayIndex, previous, open, rulesHash, linesRoot, commitment, totals, declared } = manifest;
  const counts = { lines: rowsOf(manifest.lines), batches: manifest.batches.length };
  return { poolPolicyId, dayIndex, previous, open, rulesHash, linesRoot, commitment, totals, declared, ...counts };
}

export function storedFactsOf(manifest: Manifest): StoredFacts {
  return JSON.parse(toCanonicalJson(factsOfReport(manifest)));
}

/** Throws if these are no facts of a report: we wrote them ourselves. */
export function readFacts(stored: StoredFacts): ReportFacts {
  return factsSchema.parse(stored);
}
