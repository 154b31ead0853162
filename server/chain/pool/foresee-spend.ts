import { slotToMs } from "@/server/domain/cardano/slot-clock";
import { isAct, type PoolRedeemer } from "@/server/domain/contract/acts";
import type { Amount } from "@/server/domain/contract/amount";
import type { Successor } from "@/server/domain/contract/spend";
import { maxFeeOf, nextPool } from "@/server/domain/contract/successor";
import type { Payout } from "@/server/domain/contract/types";
import type { Lovelace } from "@/server/domain/units";
import { BuildError } from "../transaction/build-error";
import type { SpendParts, SpendTerms } from "./spend-terms";

export type Known = Extract<Successor, { ok: true }>;

/**
 * The pool after the redeemer, for any fee up to the highest: it is judged once, at that fee, and what is not
 * spent stays in the pool. Throws a BuildError with the reasons where the contract would refuse it.
 */
export function successorByFee(
  terms: SpendTerms,
  { redeemer, payouts = [] }: SpendParts,
): (feeLovelace: Lovelace) => Known {
  const maxFeeLovelace = maxFeeOf(redeemer, terms.pool.datum);
  const atMost = successorOf(terms, redeemer, maxFeeLovelace, { payouts });
  return (feeLovelace) => {
    const spared = (amount: Amount) => ({
      ...amount,
      lovelace: amount.lovelace + maxFeeLovelace - feeLovelace,
    });
    const { pool, toTreasury } = atMost;
    return pool
      ? { ...atMost, pool: { ...pool, held: spared(pool.held) } }
      : { ...atMost, toTreasury: spared(toTreasury) };
  };
}

/** The pool after the redeemer, or a BuildError with the reasons. */
export function successorOf(
  terms: SpendTerms,
  redeemer: PoolRedeemer,
  feeLovelace: Lovelace,
  moved: { readonly payouts?: readonly Payout[]; readonly deposit?: Amount },
): Known {
  const { pool, prizeAsset, chain, validFromSlot, validUntilSlot } = terms;
  const outcome = nextPool({
    datum: pool.datum,
    policyId: pool.policyId,
    prizeAsset,
    held: pool.held,
    redeemer,
    feeLovelace,
    rewardsLovelace: isAct(redeemer) ? terms.rewardsLovelace : 0n,
    lowerMs: validFromSlot === null ? null : slotToMs(chain.slots, validFromSlot),
    upperMs: slotToMs(chain.slots, validUntilSlot),
    ...moved,
  });
  if (!outcome.ok) throw new BuildError(`this ${redeemer.kind} breaks the contract: ${outcome.problems.join("; ")}`);
  return outcome;
}
