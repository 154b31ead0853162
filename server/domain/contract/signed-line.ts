import type { Hex } from "../units";
import type { Amount } from "./amount";
import type { PrizeAsset } from "./types";

/*
 * The texts that people sign; contracts/lib/text.ak rebuilds each of them byte for byte. One line of printable
 * ASCII, at most 198 bytes: the longest that a Ledger shows as text instead of a hash.
 */

export const MAX_TEXT_BYTES = 198;

export type PoolName = { readonly network: string; readonly policyId: Hex };

/** `5 lovelace`, or `5 lovelace 7 SNEK`. */
export function amountText(amount: Amount, prizeAsset: PrizeAsset | null): string {
  const lovelace = `${digits(amount.lovelace)} lovelace`;
  if (amount.tokens === 0n) return lovelace;
  if (!prizeAsset) throw new RangeError("tokens are to be paid, but the pool has no prize asset");
  return `${lovelace} ${digits(amount.tokens)} ${prizeAsset.label}`;
}

export function line(network: string, ...parts: string[]): string {
  const text = ["Daily Prize Oracle", network, ...parts].join(" ");
  if (!/^[\x21-\x7e]+( [\x21-\x7e]+)*$/.test(text)) {
    throw new RangeError(`an approval text must be printable ASCII with single spaces: ${JSON.stringify(text)}`);
  }
  if (text.length > MAX_TEXT_BYTES) {
    throw new RangeError(
      `the approval text has ${text.length} bytes, and a Ledger shows at most ${MAX_TEXT_BYTES}: ${text}`,
    );
  }
  return text;
}

export function digits(value: number | bigint): string {
  if (value < 0 || (typeof value === "number" && !Number.isSafeInteger(value))) {
    throw new RangeError(`an approval text cannot carry the number ${value}`);
  }
  return value.toString();
}
