import { contentHashOf } from "../hash";
import type { ReportTexts } from "../ports";
import type { Hex } from "../units";
import { type RowChecks, type RowsOf, startChecks } from "./check-rows";
import { type Manifest, MOST_PART_BYTES, ROWS_IN_PART, readManifest } from "./manifest";
import { differs } from "./problem-list";
import { type ReportRows, readRows, SECTIONS, type Section } from "./rows";

export type VerifiedReport =
  | { readonly ok: true; readonly manifest: Manifest; readonly hash: Hex }
  | { readonly ok: false; readonly problems: readonly string[] };

export type ReadOptions = {
  /** Hashes of keys and scripts that are never paid, beside those that the report reserves. */
  readonly neverPaid?: readonly Hex[];
  /** Gets the rows of each part, in order; they are worth nothing before the whole report is verified. */
  readonly onRows?: <S extends Section>(section: S, part: RowsOf<S>) => void;
  readonly rowsInPart?: number;
};

/**
 * Verifies a report part by part, in memory that does not grow with its lines: each part is what the manifest names, in
 * canonical form, and all of them add up to what the manifest says (check-rows.ts).
 */
export async function verifyReport(texts: ReportTexts, options: ReadOptions = {}): Promise<VerifiedReport> {
  const read = readManifest(texts.manifest, options.rowsInPart ?? ROWS_IN_PART);
  if (!read.ok) return read;
  const reading = readParts(read.manifest, options);
  for await (const text of texts.parts()) {
    const problem = reading.take(text);
    if (problem !== null) return { ok: false, problems: [problem] };
  }
  const problems = reading.end();
  return problems.length > 0 ? { ok: false, problems } : read;
}

export type PartReader = {
  /** The text of the next part. Returns what is wrong with it; then there is nothing more to read. */
  readonly take: (text: string) => string | null;
  /** After the last part. */
  readonly end: () => readonly string[];
};

/** The parts of a manifest that can be read, one after the other. */
export function readParts(manifest: Manifest, { neverPaid = [], onRows }: ReadOptions = {}): PartReader {
  const checks = startChecks(manifest, neverPaid);
  const expected = SECTIONS.flatMap((section) => expectParts(section, manifest[section], { checks, onRows }));
  let taken = 0;
  return {
    take: (text) => {
      const part = expected[taken++];
      return part ? part.take(text) : `there is a part more than the ${expected.length} that the manifest names`;
    },
    end: () => {
      const missing = expected[taken];
      if (missing) return [`${missing.name} is missing: ${missing.hash}`];
      const { problems, linesRoot } = checks.end();
      return [...problems, ...differs("the root of the lines", linesRoot, manifest.linesRoot)];
    },
  };
}

function expectParts<S extends Section>(
  section: S,
  parts: Manifest[Section],
  { checks, onRows }: { readonly checks: RowChecks; readonly onRows: ReadOptions["onRows"] },
) {
  const check: (part: RowsOf<S>) => void = checks.take[section];
  return parts.map(({ first, count, hash }, index) => {
    const name = `part ${index + 1} of the ${section}`;
    const take = (text: string): string | null => {
      const bytes = Buffer.byteLength(text);
      if (bytes > MOST_PART_BYTES) return `${name} has ${bytes} bytes; a part has at most ${MOST_PART_BYTES}`;
      if (contentHashOf(text) !== hash) return `${name} is not the one that the manifest names ${hash}`;
      const read = readRows(section, text, first);
      if (!read.ok) return `${name}: ${read.problem}`;
      if (read.rows.length !== count) return `${name} has ${read.rows.length} rows, and the manifest says ${count}`;
      const part = { first, rows: read.rows, texts: read.texts, keys: read.keys };
      check(part);
      onRows?.(section, part);
      return null;
    };
    return { name, hash, take };
  });
}

/** A whole report with its rows in memory: for days that are known to be small. */
export type WholeReport = Omit<Manifest, Section> & { readonly [S in Section]: readonly ReportRows[S][] };

/** Throws if the report is not what it should be. */
export async function readWholeReport(texts: ReportTexts, rowsInPart?: number): Promise<WholeReport> {
  const rows: { [S in Section]: ReportRows[S][] } = { lines: [], refused: [], unresolved: [] };
  const verified = await verifyReport(texts, {
    ...(rowsInPart === undefined ? {} : { rowsInPart }),
    onRows: (section, part) => {
      const into: ReportRows[typeof section][] = rows[section];
      for (const row of part.rows) into.push(row);
    },
  });
  if (!verified.ok) throw new Error(verified.problems.join("; "));
  return { ...verified.manifest, ...rows };
}

/** A report whose texts are at hand. */
export function textsOf(manifest: string, parts: Iterable<string>): ReportTexts {
  return {
    manifest,
    parts: async function* () {
      yield* parts;
    },
  };
}

/** The texts of a manifest's parts from wherever each is found by its hash. One that is not found ends them. */
export async function* partsByHash(
  hashes: readonly Hex[],
  find: (hash: Hex) => Promise<string | null>,
): AsyncGenerator<string> {
  for (const hash of hashes) {
    const text = await find(hash);
    if (text === null) return;
    yield text;
  }
}
