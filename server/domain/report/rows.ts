import { z } from "zod";
import {
  addressFromBytes,
  addressKey,
  addressToBytes,
  canonicalKey,
  parseAddress,
  parseAddressKey,
} from "../cardano/address";
import { DECISION_CODES } from "../eligibility/decision";
import type { UnresolvedHolding, UnresolvedReason } from "../eligibility/holders";
import { addressField, amountField, IDENTITY, identityField, problemsOf } from "../fields";
import { LINE_REASONS, type RefusedHolder, type RewardLine } from "../rewards/reward-line";

/*
 * The rows of a report's parts. A day may have millions of lines, so rows are written by hand, as RFC 8785 has them,
 * and read without the schema. The schema is what both have to equal (rows.test.ts), and says what is wrong with a row
 * that cannot be read.
 */

/** What a report lists. */
export type ReportRows = {
  readonly lines: RewardLine;
  readonly refused: RefusedHolder;
  readonly unresolved: UnresolvedHolding;
};
/** In the order in which parts follow each other. */
export const SECTIONS = ["lines", "refused", "unresolved"] as const satisfies readonly (keyof ReportRows)[];
export type Section = (typeof SECTIONS)[number];

export type RowKind<Row> = {
  /** The RFC 8785 text of a row. */
  readonly text: (row: Row) => string;
  /** Null if it is no such row. It does not see further fields or another spelling of JSON: the text does. */
  readonly read: (value: Readonly<Record<string, unknown>>) => Row | null;
  readonly schema: z.ZodType<Row>;
  /** What rows are sorted by. Null if there is no such thing. */
  readonly key: (row: Row) => string | null;
  /** What they are sorted by, in words. */
  readonly order: string;
};

const quantity = amountField("1");
const lovelace = amountField();

const UNRESOLVED_REASONS = [
  "not-an-address",
  "byron",
  "pointer",
  "stake-address",
  "wrong-network",
  "script",
  "script-identity",
  "excluded-address",
] as const satisfies readonly UnresolvedReason[];

export const ROW_KINDS: { readonly [S in Section]: RowKind<ReportRows[S]> } = {
  lines: {
    text: lineText,
    read: readLine,
    schema: z.strictObject({
      address: addressField,
      identity: identityField,
      quantity,
      openingLovelace: lovelace,
      earnedLovelace: lovelace,
      payoutLovelace: lovelace,
      carriedLovelace: lovelace,
      reason: z.enum(LINE_REASONS),
    }),
    key: ({ address }) => addressKey(address),
    order: "their addresses' bytes",
  },
  refused: {
    text: ({ code, identity, quantity: held }) => `{"code":"${code}","identity":"${identity}","quantity":"${held}"}`,
    read: ({ code, identity, quantity: held }) => {
      const known = oneOf(DECISION_CODES, code);
      const amount = amountOf(held);
      return known === null || amount === null || !isIdentity(identity)
        ? null
        : { code: known, identity, quantity: amount };
    },
    schema: z.strictObject({ identity: identityField, quantity, code: z.enum(DECISION_CODES) }),
    key: ({ identity }) => identity,
    order: "their identities",
  },
  unresolved: {
    text: ({ address, identity, quantity: held, reason }) =>
      `{"address":${JSON.stringify(address)},"identity":${identity === null ? null : `"${identity}"`},"quantity":"${held}","reason":"${reason}"}`,
    read: ({ address, identity, quantity: held, reason }) => {
      const known = oneOf(UNRESOLVED_REASONS, reason);
      const amount = amountOf(held);
      if (known === null || amount === null || typeof address !== "string") return null;
      return identity === null || isIdentity(identity) ? { address, identity, quantity: amount, reason: known } : null;
    },
    schema: z.strictObject({
      address: z.string(),
      identity: identityField.nullable(),
      quantity,
      reason: z.enum(UNRESOLVED_REASONS),
    }),
    key: ({ address }) => keyOf(address),
    order: "their addresses' bytes",
  },
};

/** The RFC 8785 text of a line. */
export function lineText(line: RewardLine): string {
  const { address, identity, quantity: held, openingLovelace, earnedLovelace, payoutLovelace, carriedLovelace } = line;
  return (
    `{"address":"${address}","carriedLovelace":"${carriedLovelace}","earnedLovelace":"${earnedLovelace}",` +
    `"identity":"${identity}","openingLovelace":"${openingLovelace}","payoutLovelace":"${payoutLovelace}",` +
    `"quantity":"${held}","reason":"${line.reason}"}`
  );
}

function readLine(value: Readonly<Record<string, unknown>>): RewardLine | null {
  const { address, identity } = value;
  const reason = oneOf(LINE_REASONS, value.reason);
  const held = amountOf(value.quantity);
  const openingLovelace = amountOf(value.openingLovelace);
  const earnedLovelace = amountOf(value.earnedLovelace);
  const payoutLovelace = amountOf(value.payoutLovelace);
  const carriedLovelace = amountOf(value.carriedLovelace);
  if (held === null || openingLovelace === null || earnedLovelace === null) return null;
  if (payoutLovelace === null || carriedLovelace === null || reason === null) return null;
  if (!isIdentity(identity) || !isAddress(address)) return null;
  return {
    address,
    identity,
    quantity: held,
    openingLovelace,
    earnedLovelace,
    payoutLovelace,
    carriedLovelace,
    reason,
  };
}

const AMOUNT = /^(?:0|[1-9][0-9]*)$/;

function amountOf(value: unknown): bigint | null {
  return typeof value === "string" && AMOUNT.test(value) ? BigInt(value) : null;
}

function isIdentity(value: unknown): value is string {
  return typeof value === "string" && IDENTITY.test(value);
}

function oneOf<const Word extends string>(words: readonly Word[], value: unknown): Word | null {
  return words.find((word) => word === value) ?? null;
}

/** Whether `addressField` takes it and leaves it as it is. */
function isAddress(value: unknown): value is string {
  if (typeof value !== "string") return false;
  const key = canonicalKey(value);
  if (key !== null) return !("problem" in parseAddressKey(key));
  const parsed = parseAddress(value);
  if ("problem" in parsed || parsed.kind === "reward") return false;
  return addressFromBytes(addressToBytes(value)) === value;
}

function keyOf(address: string): string | null {
  try {
    return addressKey(address);
  } catch {
    return null;
  }
}

/** Rows with their RFC 8785 texts, and what they are sorted by. */
export type KeyedRows<Row> = {
  readonly rows: readonly Row[];
  readonly texts: readonly string[];
  readonly keys: readonly (string | null)[];
};
export type ReadRows<Row> = ({ readonly ok: true } & KeyedRows<Row>) | { readonly ok: false; readonly problem: string };

/** The text of a part: a canonical JSON array of its rows, so it has no line breaks. */
export function partText(texts: readonly string[]): string {
  return `[${texts.join(",")}]`;
}

/** Reads a part's text: canonical rows of this kind, and nothing else. `first` is the number of its first row. */
export function readRows<S extends Section>(section: S, text: string, first: number): ReadRows<ReportRows[S]> {
  const kind: RowKind<ReportRows[S]> = ROW_KINDS[section];
  const values = parseArray(text);
  if (values === null) return { ok: false, problem: "it is not a JSON array: give its whole text as it was published" };
  const rows: ReportRows[S][] = [];
  const texts: string[] = [];
  for (const [index, value] of values.entries()) {
    const row = isRecord(value) ? kind.read(value) : null;
    if (row === null) return { ok: false, problem: `row ${first + index}: ${whyNot(kind.schema, value)}` };
    rows.push(row);
    texts.push(kind.text(row));
  }
  if (partText(texts) === text) return { ok: true, rows, texts, keys: rows.map((row) => kind.key(row)) };
  const odd = values.findIndex((value) => !kind.schema.safeParse(value).success);
  return { ok: false, problem: odd < 0 ? NOT_CANONICAL : `row ${first + odd}: ${whyNot(kind.schema, values[odd])}` };
}

export const NOT_CANONICAL = "it is not in canonical form (RFC 8785): do not reformat the published file";

function whyNot(schema: z.ZodType, value: unknown): string {
  const result = schema.safeParse(value);
  if (result.success) return NOT_CANONICAL;
  return problemsOf(result.error)
    .map(({ field, problem }) => `${field || "it"} ${problem}`)
    .join("; ");
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function parseArray(text: string): unknown[] | null {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}
