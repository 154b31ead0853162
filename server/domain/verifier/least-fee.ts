import type { ProtocolParameters } from "../ports";
import type { Lovelace } from "../units";

/*
 * The least fee by the ledger's rules (Conway: minfeeA, minfeeB, txscriptfee, tierRefScriptFee), for the check of final
 * bytes. It shares nothing with the fee of what is built (server/chain/transaction/fee.ts).
 */

export type Weight = {
  readonly sizeBytes: number;
  readonly mem: bigint;
  readonly steps: bigint;
  readonly referenceScriptBytes: number;
};

/** Prices are decimals of at most so many places. */
const PLACES = 18;
const UNIT = 10n ** BigInt(PLACES);
const TIER_BYTES = 25_600n;

/** In lovelace. The part of the scripts is rounded up, that of the reference scripts down. */
export function leastFee(parameters: ProtocolParameters, weight: Weight): Lovelace {
  const { minFeeA, minFeeB, priceMem, priceStep, minFeeRefScriptCostPerByte } = parameters;
  const bySize = BigInt(minFeeA) * BigInt(weight.sizeBytes) + BigInt(minFeeB);
  const byWork = inUnits(priceMem) * weight.mem + inUnits(priceStep) * weight.steps;
  let references = 0n;
  let [price, scale] = [inUnits(minFeeRefScriptCostPerByte), UNIT];
  for (let left = BigInt(weight.referenceScriptBytes); left > 0n; left -= TIER_BYTES) {
    references = references * 10n + (left < TIER_BYTES ? left : TIER_BYTES) * price * 10n;
    // Each further tier costs 12/10 of the one before.
    [price, scale] = [price * 12n, scale * 10n];
  }
  return bySize + (byWork + UNIT - 1n) / UNIT + references / scale;
}

/** The decimal that the number was written as (0.0577, 7.21e-5), in units of 10^-18. */
function inUnits(price: number): bigint {
  const [, whole = "", fraction = "", exponent = "0"] = /^(\d+)(?:\.(\d+))?(?:e-(\d+))?$/.exec(`${price}`) ?? [];
  return BigInt(whole + fraction) * 10n ** BigInt(PLACES - fraction.length - Number(exponent));
}
