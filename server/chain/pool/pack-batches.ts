import { outputBytes } from "@/server/domain/cardano/minimum-output";
import { payoutOutput } from "@/server/domain/contract/pool-assets";
import type { Payout } from "@/server/domain/contract/types";
import { BuildError } from "../transaction/build-error";
import { type Measurement, type MeasureTerms, measurePay, SPARE_BYTES } from "./measure-pay";

/**
 * Splits payouts into batches in their order, as few as the size allows, each measured. Throws a BuildError that
 * names the recipients who can never be paid.
 */
export function packBatches(terms: MeasureTerms, payouts: readonly Payout[]): Payout[][] {
  const [first] = payouts;
  if (!first) return [];
  const { prizeAsset } = terms.settings;
  const alone = demand(measurePay(terms, [first]));
  const budget =
    terms.chain.parameters.maxTxSize - SPARE_BYTES - (alone.sizeBytes - outputBytes(payoutOutput(first, prizeAsset)));
  // Heads of longer lists take up to two bytes more than that of a single payout.
  const room = budget - 2;
  const batches: Payout[][] = [];
  let used = Number.POSITIVE_INFINITY;
  for (const payout of payouts) {
    const size = outputBytes(payoutOutput(payout, prizeAsset));
    if (used + size > room) {
      batches.push([]);
      used = 0;
    }
    batches.at(-1)?.push(payout);
    used += size;
  }
  return batches.flatMap((batch) => splitUntilFits(terms, batch));
}

/** The size is almost always the limit. Where it is the scripts' budget, halves are tried. */
function splitUntilFits(terms: MeasureTerms, batch: Payout[]): Payout[][] {
  const measured = measurePay(terms, batch);
  if (measured.fits) return [batch];
  if (batch.length === 1) throw new BuildError(measured.problems.join("; "));
  const middle = Math.ceil(batch.length / 2);
  return [...splitUntilFits(terms, batch.slice(0, middle)), ...splitUntilFits(terms, batch.slice(middle))];
}

function demand(measurement: Measurement): Extract<Measurement, { fits: true }> {
  if (!measurement.fits) throw new BuildError(measurement.problems.join("; "));
  return measurement;
}
