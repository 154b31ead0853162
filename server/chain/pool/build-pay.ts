import { isPayableAmount, minimumOutputLovelace } from "@/server/domain/cardano/minimum-output";
import type { CommittedBatch } from "@/server/domain/contract/commitment";
import { payoutOutput } from "@/server/domain/contract/pool-assets";
import { payRedeemer } from "@/server/domain/contract/redeemer";
import { BuildError } from "../transaction/build-error";
import { spendPool } from "./spend-pool";
import type { BuiltSpend, SpendTerms } from "./spend-terms";

/**
 * Pays one batch of the plan that the pool is committed to. The operator signs. Throws a BuildError where the
 * contract or the ledger would refuse it; measurePay finds that out before anybody is asked to sign.
 */
export function buildPay(terms: SpendTerms, batch: CommittedBatch): BuiltSpend {
  const { coinsPerUtxoByte } = terms.chain.parameters;
  for (const payout of batch.payouts) {
    const output = payoutOutput(payout, terms.prizeAsset);
    if (isPayableAmount(output, coinsPerUtxoByte)) continue;
    const minimum = minimumOutputLovelace(output, coinsPerUtxoByte);
    const { address, lovelace } = payout;
    throw new BuildError(`${address} is to get ${lovelace} lovelace; the ledger takes no less than ${minimum}`, {
      kind: "below-minimum",
      address,
      lovelace: `${lovelace}`,
      minimumLovelace: `${minimum}`,
    });
  }
  return spendPool(terms, {
    redeemer: payRedeemer(batch),
    payouts: batch.payouts,
    signatories: [terms.pool.datum.operator],
  });
}
