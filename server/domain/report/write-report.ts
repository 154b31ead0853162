import { toCanonicalJson } from "../canonical";
import { contentHashOf } from "../hash";
import type { RewardCalculation } from "../rewards/reward-line";
import { hashRules } from "../rules/rules";
import type { Hex } from "../units";
import { type RowChecks, type RowsOf, startChecks } from "./check-rows";
import { type Manifest, MOST_PART_BYTES, REPORT_FORMAT, ROWS_IN_PART, readManifest } from "./manifest";
import { partText, type ReportRows, ROW_KINDS, type RowKind, readRows, SECTIONS, type Section } from "./rows";

/** Everything in a report that does not follow from the rest. Batches and their commitments come from the plan. */
export type ReportInput = Omit<Manifest, "format" | "rulesHash" | Section | "linesRoot" | "totals" | "commitment"> & {
  readonly calculation: RewardCalculation;
};

/** A text and its name: the blake2b-256 of its UTF-8 bytes. */
export type ReportPart = { readonly hash: Hex; readonly text: string };

export type WrittenReport = {
  readonly manifest: Manifest;
  /** RFC 8785; its UTF-8 bytes are stored, hashed and published. */
  readonly text: string;
  /** blake2b-256 of those bytes: the report's name, which everyone signs and the chain stores. */
  readonly hash: Hex;
};

/**
 * Writes the day's report: yields each part as soon as it is made, and returns the manifest that names them. No more
 * than one part is held. Each part is read back and added up as the signers do it. The report is fixed before payment:
 * transaction ids and fees belong to the settlement. Throws if the parts contradict each other, so that no wrong report
 * is ever signed; parts that were yielded before are then named by no manifest.
 */
export function* writeReport(
  { calculation, ...given }: ReportInput,
  rowsInPart = ROWS_IN_PART,
): Generator<ReportPart, WrittenReport> {
  const stated = {
    ...given,
    format: REPORT_FORMAT,
    rulesHash: hashRules(given.rules),
    commitment: given.batches[0]?.commitment ?? null,
    totals: calculation.totals,
  } as const;
  const checks = startChecks(stated);
  const parts: Record<Section, Manifest[Section]> = { lines: [], refused: [], unresolved: [] };
  for (const section of SECTIONS) {
    parts[section] = yield* writeSection(section, calculation[section], { checks, rowsInPart });
  }
  const { problems, linesRoot } = checks.end();
  if (problems.length > 0) throw new Error(`the report contradicts itself: ${problems.join("; ")}`);
  const text = toCanonicalJson({ ...stated, ...parts, linesRoot });
  const read = readManifest(text, rowsInPart);
  if (!read.ok) throw new Error(`cannot write the report: ${read.problems.join("; ")}`);
  return { manifest: read.manifest, text, hash: read.hash };
}

function* writeSection<S extends Section>(
  section: S,
  rows: readonly ReportRows[S][],
  { checks, rowsInPart }: { readonly checks: RowChecks; readonly rowsInPart: number },
): Generator<ReportPart, Manifest[Section]> {
  const { text: textOf }: RowKind<ReportRows[S]> = ROW_KINDS[section];
  const parts: Manifest[Section] = [];
  for (let first = 0; first < rows.length; first += rowsInPart) {
    const text = partText(rows.slice(first, first + rowsInPart).map((row) => textOf(row)));
    const read = readRows(section, text, first);
    if (!read.ok) throw new Error(`cannot write the ${section} of the report: ${read.problem}`);
    if (Buffer.byteLength(text) > MOST_PART_BYTES) {
      throw new Error(`cannot write the ${section} of the report: a part has more than ${MOST_PART_BYTES} bytes`);
    }
    const take: (part: RowsOf<S>) => void = checks.take[section];
    take({ first, rows: read.rows, texts: read.texts, keys: read.keys });
    const hash = contentHashOf(text);
    parts.push({ first, count: read.rows.length, hash });
    yield { hash, text };
  }
  return parts;
}
