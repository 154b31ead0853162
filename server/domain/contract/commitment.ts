import { bytesToHex, hexToBytes } from "@noble/hashes/utils";
import { type PlutusData, serialiseData } from "../cardano/plutus-data";
import { blake2b256 } from "../hash";
import type { DayIndex, Hex } from "../units";
import { type Amount, addAmounts, NO_AMOUNT } from "./amount";
import { amountToData } from "./datum";
import { payoutToData } from "./payout-data";
import { asciiToHex, prizeAssetToData } from "./settings";
import type { Payout, PrizeAsset } from "./types";

/*
 * The 32-byte names of batches and plans (contracts/README.md, "Plan digest and hash chain"), byte for byte what
 * contracts/lib/plan.ak makes.
 */

/** A batch with its place in the chain: `commitment` is c[i], `next` is c[i+1] and empty for the last. */
export type CommittedBatch = {
  readonly payouts: readonly Payout[];
  readonly total: Amount;
  readonly commitment: Hex;
  readonly next: Hex;
};

export type PlanContent = {
  readonly network: string;
  readonly policyId: Hex;
  readonly nonce: number;
  readonly previousPlan: Hex;
  readonly previousLeft: Hex;
  readonly day: DayIndex;
  readonly firstCommitment: Hex;
  readonly reportHash: Hex;
  readonly prizeAsset: PrizeAsset | null;
  readonly total: Amount;
  readonly outputs: number;
  readonly batches: number;
};

export type TailContent = {
  readonly network: string;
  readonly policyId: Hex;
  readonly nonce: number;
  readonly plan: Hex;
  readonly left: Hex;
  readonly day: DayIndex;
  readonly remaining: Amount;
  readonly outputs: number;
  readonly batches: number;
};

export function hashData(data: PlutusData, suffix: Hex = ""): Hex {
  return bytesToHex(blake2b256(hexToBytes(serialiseData(data) + suffix)));
}

/** Chains the batches from the last to the first; the first's commitment stands for all. */
export function commitBatches(
  batches: readonly (readonly Payout[])[],
  prizeAsset: PrizeAsset | null,
): CommittedBatch[] {
  const chain: CommittedBatch[] = [];
  let next: Hex = "";
  for (const payouts of [...batches].reverse()) {
    if (payouts.length === 0) throw new Error("a batch without payouts can never be paid");
    const total = sumPayouts(payouts);
    const commitment = batchCommitment(total, payouts, next, prizeAsset);
    chain.unshift({ payouts, total, commitment, next });
    next = commitment;
  }
  return chain;
}

/** blake2b-256(serialise((total, payouts)) ++ next), over the payouts as the script sees them. */
export function batchCommitment(
  total: Amount,
  payouts: readonly Payout[],
  next: Hex,
  prizeAsset: PrizeAsset | null,
): Hex {
  const outputs = payouts.map((payout) => payoutToData(payout, prizeAsset));
  return hashData([amountToData(total), outputs], next);
}

export function sumPayouts(payouts: readonly Payout[]): Amount {
  return payouts.reduce<Amount>((sum, payout) => addAmounts(sum, payout), NO_AMOUNT);
}

/** The digest that oracle and approvers sign and that Commit stores as `plan`. */
export function planDigest(plan: PlanContent): Hex {
  return hashData([
    asciiToHex(plan.network),
    plan.policyId,
    BigInt(plan.nonce),
    plan.previousPlan,
    plan.previousLeft,
    BigInt(plan.day),
    plan.firstCommitment,
    plan.reportHash,
    prizeAssetToData(plan.prizeAsset),
    plan.total.lovelace,
    plan.total.tokens,
    BigInt(plan.outputs),
    BigInt(plan.batches),
  ]);
}

/** The digest that a Resume is signed over. */
export function tailDigest(tail: TailContent): Hex {
  return hashData([
    asciiToHex(tail.network),
    tail.policyId,
    BigInt(tail.nonce),
    tail.plan,
    tail.left,
    BigInt(tail.day),
    amountToData(tail.remaining),
    BigInt(tail.outputs),
    BigInt(tail.batches),
  ]);
}
