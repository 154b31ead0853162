import { addressKey } from "../cardano/address";
import { sum } from "../integers";
import { assertInvariant } from "../invariant";
import type { RewardLine } from "../rewards/reward-line";
import type { Rules } from "../rules/rules";
import { compareText } from "../text-order";
import type { Hex, Lovelace } from "../units";
import { payableTermsOf, type Refusal, refusalOf } from "../who-may-be-paid";

export type PlannedOutput = { readonly address: string; readonly lovelace: Lovelace };

/** One payout transaction. Batches are paid in the order of `index`, which counts from 0. */
export type PlannedBatch = {
  readonly index: number;
  readonly outputs: readonly PlannedOutput[];
  readonly totalLovelace: Lovelace;
};

export type RefusedOutput = PlannedOutput & Pick<Refusal, "reason">;

export type Plan =
  | {
      readonly kind: "plan";
      readonly batches: readonly PlannedBatch[];
      readonly totalLovelace: Lovelace;
      readonly outputs: number;
    }
  | { readonly kind: "nothing-payable" }
  /** One output that cannot be paid would block every batch after it, so there is no plan at all. */
  | { readonly kind: "refused"; readonly refused: readonly [RefusedOutput, ...RefusedOutput[]] };

export type PlanSettings = {
  readonly rules: Rules;
  /** The most outputs in one transaction, as measured by the chain layer. */
  readonly maximumOutputs: number;
  readonly poolScript: Hex;
  /** Other addresses of the system's own that must never be paid: the operator's, the treasury's. */
  readonly reservedAddresses: readonly string[];
  readonly coinsPerUtxoByte: bigint;
};

/**
 * Makes the plan from the paid lines, sorted by the addresses' bytes and cut into batches of at most `maximumOutputs`.
 * The same lines always make the same plan, in whatever order they come.
 */
export function planBatches(lines: readonly RewardLine[], settings: PlanSettings): Plan {
  const { maximumOutputs } = settings;
  if (!Number.isSafeInteger(maximumOutputs) || maximumOutputs < 1) {
    throw new RangeError(`maximumOutputs is ${maximumOutputs}: it must be a whole number of at least 1`);
  }
  const outputs = lines
    .filter((line) => line.paidLovelace > 0n)
    .map((line) => ({ key: addressKey(line.address), address: line.address, lovelace: line.paidLovelace }))
    .sort((a, b) => compareText(a.key, b.key));
  const twice = outputs.find((output, index) => index > 0 && outputs[index - 1]?.key === output.key);
  assertInvariant(twice === undefined, () => `${twice?.address} would be paid twice in one plan`);
  if (outputs.length === 0) return { kind: "nothing-payable" };
  const [firstRefused, ...others] = findRefused(outputs, settings);
  if (firstRefused) return { kind: "refused", refused: [firstRefused, ...others] };

  const batches: PlannedBatch[] = [];
  for (let start = 0; start < outputs.length; start += maximumOutputs) {
    const part = outputs.slice(start, start + maximumOutputs).map(({ address, lovelace }) => ({ address, lovelace }));
    batches.push({
      index: batches.length,
      outputs: part,
      totalLovelace: sum(part.map((output) => output.lovelace)),
    });
  }
  const totalLovelace = sum(batches.map((batch) => batch.totalLovelace));
  return { kind: "plan", batches, totalLovelace, outputs: outputs.length };
}

function findRefused(outputs: readonly PlannedOutput[], settings: PlanSettings): RefusedOutput[] {
  const { rules, poolScript, reservedAddresses, coinsPerUtxoByte } = settings;
  const reserved = new Set([...reservedAddresses, rules.gameAddress].map(addressKey));
  const terms = { ...payableTermsOf(rules), poolScript, reserved, coinsPerUtxoByte };
  return outputs.flatMap((output) => {
    const { address, lovelace } = output;
    const refusal = refusalOf(output, terms);
    return refusal ? [{ address, lovelace, reason: refusal.reason }] : [];
  });
}
