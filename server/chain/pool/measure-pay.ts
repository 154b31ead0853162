import { msToSlot } from "@/server/domain/cardano/slot-clock";
import { type Amount, addAmounts } from "@/server/domain/contract/amount";
import { batchCommitment, type CommittedBatch, sumPayouts } from "@/server/domain/contract/commitment";
import { encodeDatum } from "@/server/domain/contract/datum";
import { payoutOutput, poolAssets } from "@/server/domain/contract/pool-assets";
import type { Payout, Settings } from "@/server/domain/contract/types";
import type { Hex, Lovelace, PosixMs } from "@/server/domain/units";
import { refusalOf } from "@/server/domain/who-may-be-paid";
import { BuildError } from "../transaction/build-error";
import type { ExUnits } from "../transaction/fee";
import { buildPay } from "./build-pay";
import type { SpendTerms } from "./spend-terms";

/** Bytes that a batch leaves free when it is planned: room for what changes until it is paid. */
export const SPARE_BYTES = 128;

/** `pool` is the pool as it stands, usually idle; only its address and constants matter. */
export type MeasureTerms = Omit<SpendTerms, "validFromSlot" | "validUntilSlot" | "prizeAsset"> & {
  readonly settings: Settings;
  readonly deadlineMs: PosixMs;
  readonly allowedScripts?: readonly Hex[];
};

export type Measurement =
  | {
      readonly fits: true;
      readonly sizeBytes: number;
      readonly spareBytes: number;
      readonly units: ExUnits;
      readonly feeLovelace: Lovelace;
    }
  | { readonly fits: false; readonly problems: readonly string[] };

/**
 * Builds a batch in full, in the costliest state it could be paid from (another batch to follow, all numbers
 * wide, the fee at the pool's maximum), before anyone is asked to sign it.
 */
export function measurePay(terms: MeasureTerms, payouts: readonly Payout[]): Measurement {
  const problems = payouts.flatMap((payout) => checkPayout(terms, payout));
  if (problems.length > 0) return { fits: false, problems };
  try {
    const { batch, spend } = costliestPay(terms, payouts);
    const built = buildPay(spend, batch);
    const spareBytes = terms.chain.parameters.maxTxSize - built.signedSizeBytes;
    if (spareBytes < SPARE_BYTES) {
      const problem = `the batch of ${payouts.length} leaves ${spareBytes} bytes free; ${SPARE_BYTES} are wanted`;
      return { fits: false, problems: [problem] };
    }
    const { signedSizeBytes: sizeBytes, units, feeLovelace } = built;
    return { fits: true, sizeBytes, spareBytes, units, feeLovelace };
  } catch (error) {
    if (error instanceof BuildError) return { fits: false, problems: [error.message] };
    throw error;
  }
}

function checkPayout(terms: MeasureTerms, payout: Payout): string[] {
  const { script, settings, chain, allowedScripts = [] } = terms;
  if (payout.tokens < 0n) return [`${payout.address}: a payout cannot take tokens`];
  const refusal = refusalOf(payoutOutput(payout, settings.prizeAsset), {
    networkId: script.networkId,
    allowedScripts,
    poolScript: script.policyId,
    reserved: new Set(),
    coinsPerUtxoByte: chain.parameters.coinsPerUtxoByte,
  });
  return refusal ? [`${payout.address}: ${refusal.text}`] : [];
}

export type ImaginedPay = { readonly batch: CommittedBatch; readonly spend: SpendTerms };

/** A pool that pays this batch and has much more to pay, so that no number in it is narrower than it can be. */
export function costliestPay(terms: MeasureTerms, payouts: readonly Payout[]): ImaginedPay {
  const more = { next: "ff".repeat(32), amount: atLeast(terms.settings.dailyLimit), outputs: 65_536 };
  return imagine(terms, payouts, more);
}

/** A pool that pays this batch as the last of its plan. */
export function lastPay(terms: MeasureTerms, payouts: readonly Payout[]): ImaginedPay {
  return imagine(terms, payouts, { next: "", amount: { lovelace: 0n, tokens: 0n }, outputs: 0 });
}

/** What follows on the batch. */
type More = { readonly next: Hex; readonly amount: Amount; readonly outputs: number };

function imagine(terms: MeasureTerms, payouts: readonly Payout[], { next, amount, outputs }: More): ImaginedPay {
  const { settings, script, pool, chain, deadlineMs } = terms;
  const total = sumPayouts(payouts);
  const commitment = batchCommitment(total, payouts, next, settings.prizeAsset);
  const remaining = addAmounts(total, amount);
  const datum = {
    ...pool.datum,
    status: { kind: "paying", commitment, remaining, outputs: payouts.length + outputs, deadlineMs } as const,
  };
  const held = addAmounts(pool.held, addAmounts(total, atLeast(settings.dailyLimit)));
  const tokens = settings.prizeAsset ? held.tokens : 0n;
  const output = {
    ...pool.output,
    lovelace: held.lovelace,
    assets: poolAssets(script.policyId, settings.prizeAsset, tokens),
    inlineDatum: encodeDatum(datum),
  };
  const spend: SpendTerms = {
    ...terms,
    prizeAsset: settings.prizeAsset,
    pool: { ...pool, output, datum, held: { lovelace: held.lovelace, tokens } },
    validFromSlot: null,
    validUntilSlot: msToSlot(chain.slots, deadlineMs),
  };
  return { batch: { payouts, total, commitment, next }, spend };
}

/**
 * Wide enough that the amounts keep eight bytes, and some tokens stay in the pool. The contract takes any limit, and an
 * output holds no more than 64 bits.
 */
function atLeast(limit: Amount): Amount {
  const wide = 1n << 33n;
  const most = 1n << 62n;
  const bound = (amount: bigint) => (amount < most ? amount : most) + wide;
  return { lovelace: bound(limit.lovelace), tokens: bound(limit.tokens) };
}
