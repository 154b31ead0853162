import { contentHashOf } from "../hash";
import type { ProtocolParameters } from "../ports";
import type { Hex } from "../units";

/** The same for the same parameters, in whatever order a source tells them. */
export function hashParameters(parameters: ProtocolParameters): Hex {
  const entries = Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1));
  return contentHashOf(JSON.stringify(entries, sortAndSpell));
}

/** Prices have fractions, which canonical JSON refuses; amounts are bigint. */
function sortAndSpell(_: string, value: unknown): unknown {
  if (typeof value === "bigint") return String(value);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
