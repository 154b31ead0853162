import { fromHex, toHex } from "../cardano/hex-bytes";
import { type PlutusData, serialiseData } from "../cardano/plutus-data";
import { blake2b256 } from "../hash";
import type { DayIndex, Hex } from "../units";
import { type Amount, NO_AMOUNT } from "./amount";
import { batchBytes } from "./batch-bytes";
import { amountToData } from "./datum";
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

function hashData(data: PlutusData): Hex {
  return toHex(blake2b256(fromHex(serialiseData(data))));
}

/** Chains the batches from the last to the first; the first's commitment stands for all. */
export function commitBatches(
  batches: readonly (readonly Payout[])[],
  prizeAsset: PrizeAsset | null,
): CommittedBatch[] {
  const totals = batches.map(sumPayouts);
  const commitments = chainBatches(bodiesOf(batches, totals, prizeAsset)).reverse();
  return batches.map((payouts, index) => ({
    payouts,
    total: totals[index] ?? NO_AMOUNT,
    commitment: commitments[index] ?? "",
    next: commitments[index + 1] ?? "",
  }));
}

/** From the last to the first, one at a time. */
function* bodiesOf(
  batches: readonly (readonly Payout[])[],
  totals: readonly Amount[],
  prizeAsset: PrizeAsset | null,
): Generator<Uint8Array> {
  for (let index = batches.length - 1; index >= 0; index--) {
    const payouts = batches[index] ?? [];
    if (payouts.length === 0) throw new Error("a batch without payouts can never be paid");
    yield batchBytes(totals[index] ?? NO_AMOUNT, payouts, prizeAsset);
  }
}

/** The commitments of serialised batches (batch-bytes.ts), given and returned from the last to the first. */
export function chainBatches(bodies: Iterable<Uint8Array>): Hex[] {
  const commitments: Hex[] = [];
  let next: Uint8Array = new Uint8Array();
  for (const body of bodies) {
    next = blake2b256(body, next);
    commitments.push(toHex(next));
  }
  return commitments;
}

/** blake2b-256(serialise((total, payouts)) ++ next), over the payouts as the script sees them. */
export function batchCommitment(
  total: Amount,
  payouts: readonly Payout[],
  next: Hex,
  prizeAsset: PrizeAsset | null,
): Hex {
  return toHex(blake2b256(batchBytes(total, payouts, prizeAsset), fromHex(next)));
}

export function sumPayouts(payouts: readonly Payout[]): Amount {
  let [lovelace, tokens] = [0n, 0n];
  for (const payout of payouts) {
    lovelace += payout.lovelace;
    tokens += payout.tokens;
  }
  return { lovelace, tokens };
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
