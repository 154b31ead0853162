import { ceilDivide } from "@/server/domain/integers";
import type { ProtocolParameters } from "@/server/domain/ports";
import type { Lovelace } from "@/server/domain/units";

export type ExUnits = { readonly mem: bigint; readonly steps: bigint };

/** Reference scripts cost more in each further 25,600 bytes, by a factor of 1.2 (ledger: Conway tierRefScriptFee). */
const REFERENCE_SCRIPT_STRIDE = 25_600;
const REFERENCE_SCRIPT_FACTOR = { numerator: 12n, denominator: 10n };

/** The least fee the ledger takes: exact rational arithmetic, each of the three parts rounded as it does. */
export function minimumFee(
  parameters: ProtocolParameters,
  sizeBytes: number,
  units: ExUnits,
  referenceScriptBytes: number,
): Lovelace {
  const bySize = BigInt(parameters.minFeeA) * BigInt(sizeBytes) + BigInt(parameters.minFeeB);
  return bySize + executionFee(parameters, units) + referenceScriptFee(parameters, referenceScriptBytes);
}

/** ceiling(priceMem * mem + priceStep * steps) */
function executionFee({ priceMem, priceStep }: ProtocolParameters, { mem, steps }: ExUnits): Lovelace {
  const memPrice = toRatio(priceMem);
  const stepPrice = toRatio(priceStep);
  const numerator =
    memPrice.numerator * mem * stepPrice.denominator + stepPrice.numerator * steps * memPrice.denominator;
  return ceilDivide(numerator, memPrice.denominator * stepPrice.denominator);
}

/** floor of the sum over tiers of bytes x price. */
function referenceScriptFee({ minFeeRefScriptCostPerByte }: ProtocolParameters, bytes: number): Lovelace {
  let { numerator, denominator } = toRatio(minFeeRefScriptCostPerByte);
  let sum = { numerator: 0n, denominator: 1n };
  for (let left = bytes; left > 0; left -= REFERENCE_SCRIPT_STRIDE) {
    const tier = BigInt(Math.min(left, REFERENCE_SCRIPT_STRIDE));
    sum = {
      numerator: sum.numerator * denominator + tier * numerator * sum.denominator,
      denominator: sum.denominator * denominator,
    };
    numerator *= REFERENCE_SCRIPT_FACTOR.numerator;
    denominator *= REFERENCE_SCRIPT_FACTOR.denominator;
  }
  return sum.numerator / sum.denominator;
}

/** The decimal that a price was written as (0.0577, 7.21e-5), exactly. */
export function toRatio(price: number): { numerator: bigint; denominator: bigint } {
  const [mantissa = "0", exponent = "0"] = price.toString().split("e");
  const [whole = "0", fraction = ""] = mantissa.split(".");
  const scale = fraction.length - Number.parseInt(exponent, 10);
  const numerator = BigInt(whole + fraction);
  return scale >= 0
    ? { numerator, denominator: 10n ** BigInt(scale) }
    : { numerator: numerator * 10n ** BigInt(-scale), denominator: 1n };
}
