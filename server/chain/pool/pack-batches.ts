import { setImmediate } from "node:timers/promises";
import { outputBytes } from "@/server/domain/cardano/minimum-output";
import { payoutOutput } from "@/server/domain/contract/pool-assets";
import type { Payout } from "@/server/domain/contract/types";
import type { Lovelace } from "@/server/domain/units";
import { BuildError } from "../transaction/build-error";
import { type Measurement, type MeasureTerms, measurePay, SPARE_BYTES } from "./measure-pay";

export type PackedBatch = { readonly payouts: readonly Payout[]; readonly feeLovelace: Lovelace };

/**
 * Splits payouts into batches in their order, as few as the size allows, each measured once, which takes a tenth of a
 * second: in between, others get their turn. Throws a BuildError that names the recipients who can never be paid.
 */
export async function packBatches(terms: MeasureTerms, payouts: readonly Payout[]): Promise<PackedBatch[]> {
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
  const packed: PackedBatch[] = [];
  for (const batch of batches) {
    packed.push(...splitUntilFits(terms, batch));
    await setImmediate();
  }
  return packed;
}

/** The size is almost always the limit. Where it is the scripts' budget, halves are tried. */
function splitUntilFits(terms: MeasureTerms, payouts: readonly Payout[]): PackedBatch[] {
  const measured = measurePay(terms, payouts);
  if (measured.fits) return [{ payouts, feeLovelace: measured.feeLovelace }];
  if (payouts.length === 1) throw new BuildError(measured.problems.join("; "));
  const middle = Math.ceil(payouts.length / 2);
  return [...splitUntilFits(terms, payouts.slice(0, middle)), ...splitUntilFits(terms, payouts.slice(middle))];
}

function demand(measurement: Measurement): Extract<Measurement, { fits: true }> {
  if (!measurement.fits) throw new BuildError(measurement.problems.join("; "));
  return measurement;
}
