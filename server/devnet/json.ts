const MARK = "\u0000int:";

/** JSON in which a bigint is a number with all its digits, as the API prints big Plutus integers. */
export function toJson(value: unknown): string {
  const text = JSON.stringify(value, (_key, part: unknown) => (typeof part === "bigint" ? `${MARK}${part}` : part));
  return (text ?? "null").replaceAll(/"\\u0000int:(-?\d+)"/g, "$1");
}
