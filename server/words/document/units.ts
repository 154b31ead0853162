import type { CanonicalValue } from "../../domain/canonical";
import { formatAda, formatPercent, groupDigits } from "../format";

/** How values of one kind stand in documents, in sentences, and in the inputs of a form. */
export type Unit = {
  /** As in a document's JSON. */
  readonly inJson: string;
  readonly say: (value: CanonicalValue) => string;
  /** For an input; `read` gives the value back. */
  readonly write: (value: CanonicalValue) => string;
  /** Undefined if the text means nothing. Limits are the documents' own business. */
  readonly read: (text: string) => CanonicalValue | undefined;
  /** What to type. */
  readonly hint: string;
  /** An input of several lines. */
  readonly isList?: boolean;
};

const LOVELACE_PLACES = 6;

/** A decimal text of at most so many places, in units of the last: ("1.5", 2) is 150n. */
function readDecimal(text: string, places: number): bigint | undefined {
  const match = /^(\d+)(?:\.(\d+))?$/.exec(text.replace(/[\s\u202f\u00a0]/g, ""));
  const fraction = match?.[2] ?? "";
  if (!match || fraction.length > places) return undefined;
  return BigInt(`${match[1]}${fraction.padEnd(places, "0")}`);
}

function writeDecimal(value: bigint, places: number): string {
  const digits = value.toString().padStart(places + 1, "0");
  const fraction = digits.slice(-places).replace(/0+$/, "");
  return `${digits.slice(0, -places)}${fraction ? `.${fraction}` : ""}`;
}

const big = (value: CanonicalValue) => BigInt(value as string | number | bigint);
const list = (value: CanonicalValue) => (Array.isArray(value) ? value.map(String) : []);
const readLines = (text: string) => text.split(/[\n,]/).flatMap((line) => (line.trim() ? [line.trim()] : []));
const asNumber = (value: bigint | undefined) =>
  value === undefined || value > BigInt(Number.MAX_SAFE_INTEGER) ? undefined : Number(value);

export const ada: Unit = {
  inJson: "lovelace, as text",
  say: (value) => formatAda(big(value)),
  write: (value) => writeDecimal(big(value), LOVELACE_PLACES),
  read: (text) => readDecimal(text.replace(/ada$/i, ""), LOVELACE_PLACES)?.toString(),
  hint: "in ADA, such as 12.5",
};

export const tokens: Unit = {
  inJson: "tokens, as text",
  say: (value) => groupDigits(big(value)),
  write: (value) => big(value).toString(),
  read: (text) => readDecimal(text, 0)?.toString(),
  hint: "a whole number, in the token's smallest unit",
};

/** A whole number of things: "block", "day". */
export const count = (thing: string, things = `${thing}s`): Unit => ({
  inJson: things,
  say: (value) => `${groupDigits(big(value))} ${big(value) === 1n ? thing : things}`,
  write: (value) => String(value),
  read: (text) => asNumber(readDecimal(text, 0)),
  hint: `a whole number of ${things}`,
});

export const percent: Unit = {
  inJson: "hundredths of a per cent",
  say: (value) => formatPercent(Number(value) / 10_000),
  write: (value) => writeDecimal(big(value), 2),
  read: (text) => asNumber(readDecimal(text.replace(/%$/, ""), 2)),
  hint: "in per cent, such as 150 or 12.5",
};

const DURATIONS = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["min", 60_000],
  ["s", 1_000],
  ["ms", 1],
] as const;

function writeDuration(value: CanonicalValue): string {
  let left = Number(value);
  const parts = DURATIONS.flatMap(([name, size]) => {
    const whole = Math.floor(left / size);
    left -= whole * size;
    return whole > 0 ? [`${whole} ${name}`] : [];
  });
  return parts.join(" ") || "0 s";
}

export const duration: Unit = {
  inJson: "milliseconds",
  say: writeDuration,
  write: writeDuration,
  read: (text) => {
    const parts = [...text.matchAll(/(\d+)\s*(d|h|min|ms|s)(?![a-z])/g)];
    if (parts.length === 0 || text.replace(/(\d+)\s*(d|h|min|ms|s)(?![a-z])/g, "").trim() !== "") return undefined;
    const sizes = new Map<string, number>(DURATIONS);
    const total = parts.reduce((sum, [, figure, name = ""]) => sum + Number(figure) * (sizes.get(name) ?? 0), 0);
    return Number.isSafeInteger(total) ? total : undefined;
  },
  hint: "such as 12 h, 90 min or 30 s",
};

export const text: Unit = {
  inJson: "text",
  say: String,
  write: String,
  read: (given) => given.trim() || undefined,
  hint: "",
};

/** A list, one in each line. */
export const lines = (what: string): Unit => ({
  inJson: `list of ${what}`,
  say: (value) => list(value).join(", ") || "none",
  write: (value) => list(value).join("\n"),
  read: readLines,
  hint: `${what}, one in each line; empty for none`,
  isList: true,
});

export const path: Unit = {
  inJson: "list of positions",
  say: (value) => `at [${list(value).join(", ")}] of the datum`,
  write: (value) => `[${list(value).join(", ")}]`,
  read: (given) => {
    const match = /^\[\s*((?:\d+\s*(?:,\s*\d+\s*)*)?)\]$/.exec(given.trim());
    return match ? readLines(match[1] ?? "").map(Number) : undefined;
  },
  hint: "positions such as [0, 1]",
};

type Pot =
  | { readonly kind: "fixed"; readonly lovelace: string }
  | { readonly kind: "share-of-pool"; readonly basisPoints: number };
const asPotOf = (kind: Pot["kind"], name: string, value: CanonicalValue | undefined) =>
  value === undefined ? undefined : { kind, [name]: value };
const asPot = (value: CanonicalValue) => value as Pot;

export const pot: Unit = {
  inJson: '`{"kind": "fixed", "lovelace": "…"}` or `{"kind": "share-of-pool", "basisPoints": …}`',
  say: (value) => {
    const given = asPot(value);
    return given.kind === "fixed" ? ada.say(given.lovelace) : `${percent.say(given.basisPoints)} of the free pool`;
  },
  write: (value) => {
    const given = asPot(value);
    return given.kind === "fixed" ? `${ada.write(given.lovelace)} ADA` : `${percent.write(given.basisPoints)} %`;
  },
  read: (given) => {
    const [, figure = "", unit] = /^(.*?)\s*(ADA|%)$/i.exec(given.trim()) ?? [];
    if (unit === undefined) return undefined;
    if (unit !== "%") return asPotOf("fixed", "lovelace", ada.read(figure));
    return asPotOf("share-of-pool", "basisPoints", percent.read(figure));
  },
  hint: "a fixed amount such as 500 ADA, or a share of the free pool such as 1.5 %",
};

export const weight: Unit = {
  inJson: '`{"kind": "pro-rata-holding"}`',
  say: () => "by tokens held",
  write: () => "by tokens held",
  read: (given) => (given.trim() === "by tokens held" ? { kind: "pro-rata-holding" } : undefined),
  hint: "by tokens held: there is no other way yet",
};
