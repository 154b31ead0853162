import canonicalize from "canonicalize";

/** What canonical JSON can hold here. Amounts are bigint and are written as decimal strings. */
export type CanonicalValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly CanonicalValue[]
  | { readonly [key: string]: CanonicalValue };

/**
 * RFC 8785 text of a value: sorted keys, no white space, one spelling for everything. A bigint becomes a decimal
 * string, so that no reader rounds it. Throws on what JSON would lose silently (undefined, a fraction, a number past
 * 2^53).
 */
export function toCanonicalJson(value: CanonicalValue): string {
  const text = canonicalize(prepare(value, "$"));
  if (text === undefined) throw new TypeError("the value has no canonical JSON");
  return text;
}

function prepare(value: CanonicalValue, path: string): unknown {
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "number") {
    if (Number.isSafeInteger(value)) return value;
    throw new TypeError(`${path} is ${value}: only whole numbers below 2^53 may be numbers, use a bigint`);
  }
  if (Array.isArray(value)) return value.map((item, index) => prepare(item, `${path}[${index}]`));
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).map(([key, item]) => [key, prepare(item, `${path}.${key}`)] as const);
    return Object.fromEntries(entries);
  }
  if (value === null || typeof value === "boolean" || typeof value === "string") return value;
  throw new TypeError(`${path} is ${typeof value}, which canonical JSON cannot hold`);
}
