import { z } from "zod";
import { toCanonicalJson } from "../canonical";
import { amountField, hexField, problemsOf, wholeNumberField } from "../fields";
import { contentHashOf } from "../hash";
import { rulesField } from "../rules/rules";
import type { Hex } from "../units";
import { NOT_CANONICAL, SECTIONS, type Section } from "./rows";

export const REPORT_FORMAT = "daily-prize-oracle/report/5";

/** Parts are cut by the number of rows, so that whoever computes a report again gets the same bytes. */
export const ROWS_IN_PART = 10_000;
/** Room for 100,000 batches, ten times what a million recipients need. */
export const MOST_MANIFEST_BYTES = 16 * 1024 * 1024;
/** A row has 400 bytes; only addresses with bytes after their end, which no era allows any more, are longer. */
export const MOST_PART_BYTES = 32 * 1024 * 1024;

const MAX = Number.MAX_SAFE_INTEGER;
const count = wholeNumberField(0, MAX, "a count");
const lovelace = amountField();
const quantity = amountField("1");
const hash = hexField(32, "a hash");
const day = wholeNumberField(-MAX, MAX, "a day");
const time = wholeNumberField(-MAX, MAX, "a POSIX time in milliseconds");
const name = z.string().min(1, { error: "must not be empty" });

/** Positions and times: a number, never money. */
const blockSchema = z.strictObject({ slot: count, hash, height: count, timeMs: time });

const totalsSchema = z.strictObject({
  potLovelace: lovelace,
  awardedLovelace: lovelace,
  undistributedLovelace: lovelace,
  openingLovelace: lovelace,
  payoutLovelace: lovelace,
  carriedLovelace: lovelace,
  supply: quantity,
  eligibleQuantity: quantity,
  refusedQuantity: quantity,
  neverPlayedQuantity: quantity,
  unresolvedQuantity: quantity,
  eligibleIdentities: count,
  neverPlayedIdentities: count,
  participants: count,
  recipients: count,
});

/** A batch pays the next `outputs` of the payable lines, in order. */
const batchSchema = z.strictObject({
  outputs: wholeNumberField(1, MAX, "a number of outputs"),
  totalLovelace: lovelace,
  /** c[i] of contracts/README.md, "Plan digest and hash chain". */
  commitment: hash,
});

const sourceSchema = z.strictObject({ name, kind: z.enum(["blockfrost", "kupo", "koios", "graphql"]) });
const people = z.array(name).min(2, { error: "must name two people" }).readonly();

const secondOpinionSchema = z.discriminatedUnion("kind", [
  /** It said the same of all plays, of holdings and supply, when this was its newest block. */
  z.strictObject({ kind: z.literal("agrees"), witness: sourceSchema, block: z.strictObject({ height: count, hash }) }),
  /** It did not, in so many places, and two people had the day go on. */
  z.strictObject({ kind: z.literal("differs"), witness: sourceSchema, differences: count, acceptedBy: people }),
  /** Nobody was asked; on mainnet two people have accepted that. */
  z.strictObject({ kind: z.literal("none"), acceptedBy: people.nullable() }),
]);

/** `first` counts rows from 0. The hash is the blake2b-256 of the part's text, and its name. */
const partsSchema = z.array(
  z.strictObject({ first: count, count: wholeNumberField(1, MAX, "a number of rows"), hash }),
);

export const manifestSchema = z.strictObject({
  format: z.literal(REPORT_FORMAT, { error: `must be "${REPORT_FORMAT}"` }),
  network: z.strictObject({ magic: count, systemStartMs: time }),
  /** The pool's state token policy. */
  poolPolicyId: hexField(28, "a policy id"),
  dayIndex: day,
  intervalMs: wholeNumberField(1, MAX, "milliseconds"),
  /** What this report follows: the one before it and how that day ended, or a checkpoint named by people. */
  previous: z.discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("report"),
      dayIndex: day,
      hash,
      end: z.discriminatedUnion("kind", [
        /** Every batch of this plan is in the ledger. */
        z.strictObject({ kind: z.literal("paid"), plan: hash }),
        /** The plan ended with batches unpaid: the one with the commitment `left`, and all after it. */
        z.strictObject({ kind: z.literal("part-paid"), plan: hash, left: hash }),
        /** Nothing was to pay, so there was no plan. */
        z.strictObject({ kind: z.literal("closed") }),
      ]),
    }),
    z.strictObject({ kind: z.literal("checkpoint"), name }),
  ]),
  /**
   * What the pool's last plan owed when the day was read, if it ended with batches unpaid. A report with batches has it
   * in its opening balances, and its Commit takes it over. One without leaves it where it is.
   */
  open: z.strictObject({ dayIndex: day, report: hash, plan: hash, left: hash, lovelace, outputs: count }).nullable(),
  block: blockSchema,
  rules: rulesField,
  rulesHash: hash,
  coinsPerUtxoByte: amountField("4310"),
  /** Who is never paid, and the contract's limit: what the pool said when the day was calculated. */
  poolTerms: z.strictObject({
    reserved: z.array(hexField(28, "the hash of a key or a script")).readonly(),
    dailyLimitLovelace: lovelace,
  }),
  /** The amount of which a share-of-pool pot is a share. */
  freePoolLovelace: lovelace,
  lines: partsSchema,
  linesRoot: hash,
  refused: partsSchema,
  unresolved: partsSchema,
  batches: z.array(batchSchema),
  /** c[1], or null if there is nothing to pay. */
  commitment: hash.nullable(),
  totals: totalsSchema,
  /** Taken as given: what nobody can compute again from the chain. */
  declared: z.strictObject({
    /** The chain source that the snapshot was read from, and what one of another kind said of it. */
    source: sourceSchema,
    secondOpinion: secondOpinionSchema,
    /** The two people who closed the day, so that it pays nothing, and why; null for any other day. */
    closing: z.strictObject({ by: people, reason: name }).nullable(),
    /** The service's own name for what the day was read from. */
    snapshotId: hash,
    /** The audit log's last event when the snapshot was first taken: an anchor that the log must hold for good. */
    auditHead: z.strictObject({ sequence: count, hash }),
  }),
});

/** A day's report without its rows, with amounts as bigint. */
export type Manifest = z.output<typeof manifestSchema>;

export type ManifestResult =
  | { readonly ok: true; readonly manifest: Manifest; readonly hash: Hex }
  | { readonly ok: false; readonly problems: readonly string[] };

/**
 * Reads a manifest's text. It must be exactly canonical: the same content in other bytes has another hash, so it is not
 * the report. What it says of its parts is checked with them (read-report.ts).
 */
export function readManifest(text: string, rowsInPart = ROWS_IN_PART): ManifestResult {
  const refuse = (...problems: string[]) => ({ ok: false, problems }) as const;
  const bytes = Buffer.byteLength(text);
  if (bytes > MOST_MANIFEST_BYTES)
    return refuse(`it has ${bytes} bytes; a manifest has at most ${MOST_MANIFEST_BYTES}`);
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return refuse("it is not JSON: give the manifest's whole text as it was published");
  }
  const result = manifestSchema.safeParse(document);
  if (!result.success) {
    return refuse(...problemsOf(result.error).map(({ field, problem }) => `${field || "the manifest"} ${problem}`));
  }
  if (toCanonicalJson(result.data) !== text) return refuse(NOT_CANONICAL);
  const uncut = SECTIONS.find((section) => !isCut(result.data[section], rowsInPart));
  if (uncut) return refuse(`the parts of the ${uncut} are not cut every ${rowsInPart} rows`);
  return { ok: true, manifest: result.data, hash: contentHashOf(text) };
}

function isCut(parts: Manifest[Section], rowsInPart: number): boolean {
  return parts.every(({ first, count: rows }, index) => {
    const fits = index === parts.length - 1 ? rows <= rowsInPart : rows === rowsInPart;
    return fits && first === index * rowsInPart;
  });
}

/** The names of a report's parts, in the order in which they are read. */
export function partHashesOf(manifest: Pick<Manifest, Section>): Hex[] {
  return SECTIONS.flatMap((section) => manifest[section].map((part) => part.hash));
}

/** How many rows a section has. */
export function rowsOf(parts: Manifest[Section]): number {
  const last = parts.at(-1);
  return last ? last.first + last.count : 0;
}
