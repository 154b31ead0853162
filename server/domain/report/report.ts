import { toCanonicalJson } from "../canonical";
import { problemsOf } from "../fields";
import { contentHashOf } from "../hash";
import type { RewardCalculation } from "../rewards/reward-line";
import { hashRules } from "../rules/rules";
import { compareText } from "../text-order";
import type { Hex } from "../units";
import { merkleRootOf } from "./merkle";
import { REPORT_FORMAT, type Report, reportSchema } from "./schema";
import { verifyReportTotals } from "./totals";

/** Everything in a report that does not follow from the rest. Batches and their commitments come from the plan. */
export type ReportInput = Omit<
  Report,
  "format" | "rulesHash" | "lines" | "linesRoot" | "refused" | "unresolved" | "totals" | "commitment"
> & { readonly calculation: RewardCalculation };

export type BuiltReport = {
  readonly report: Report;
  /** RFC 8785; its UTF-8 bytes are stored, hashed and published. */
  readonly text: string;
  /** blake2b-256 of those bytes: the report's name, which everyone signs and the chain stores. */
  readonly contentHash: Hex;
};

/**
 * Writes the day's report. It is fixed before payment: transaction ids and fees belong to the settlement. Throws if the
 * parts contradict each other, so that no wrong report is ever signed.
 */
export function buildReport(input: ReportInput): BuiltReport {
  const { calculation, ...given } = input;
  const draft = {
    ...given,
    opening: [...given.opening].sort((a, b) => compareText(a.address, b.address)),
    format: REPORT_FORMAT,
    rulesHash: hashRules(input.rules),
    ...calculation,
    linesRoot: merkleRootOf(calculation.lines),
    commitment: input.batches[0]?.commitment ?? null,
  };
  const text = toCanonicalJson(draft);
  const parsed = parseReport(text);
  if (!parsed.ok) throw new Error(`cannot write the report: ${parsed.problems.join("; ")}`);
  const problems = verifyReportTotals(parsed.report);
  if (problems.length > 0) throw new Error(`the report contradicts itself: ${problems.join("; ")}`);
  return { report: parsed.report, text, contentHash: parsed.contentHash };
}

export type ReportResult =
  | { readonly ok: true; readonly report: Report; readonly contentHash: Hex }
  | { readonly ok: false; readonly problems: readonly string[] };

/**
 * Reads a report's text. It must be exactly canonical: the same content in other bytes has another hash, so it is not
 * the report. `verifyReportTotals` checks the sums.
 */
export function parseReport(text: string): ReportResult {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return { ok: false, problems: ["it is not JSON: give the report's whole text as it was published"] };
  }
  const result = reportSchema.safeParse(document);
  if (!result.success) {
    const problems = problemsOf(result.error).map(({ field, problem }) => `${field || "the report"} ${problem}`);
    return { ok: false, problems };
  }
  if (toCanonicalJson(result.data) !== text) {
    return {
      ok: false,
      problems: ["it is not in canonical form (RFC 8785): do not reformat the published file"],
    };
  }
  return { ok: true, report: result.data, contentHash: contentHashOf(text) };
}
