import { addressKey } from "../cardano/address";
import { sum } from "../integers";
import { assertInvariant } from "../invariant";
import type { RewardLine } from "../rewards/reward-line";
import type { Rules } from "../rules/rules";
import { compareText } from "../text-order";
import type { Hex, Lovelace } from "../units";
import { payableTermsOf, type Refusal, refusalOfPayment, reservedOf } from "../who-may-be-paid";

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
  /** Hashes of the system's own keys and scripts, which are never paid. */
  readonly reserved: readonly Hex[];
  readonly coinsPerUtxoByte: bigint;
};

/**
 * Makes the plan from the paid lines, sorted by the addresses' bytes and cut into batches of at most `maximumOutputs`
 * that each pay no more than the rules allow for an hour. The same lines always make the same plan, in whatever order
 * they come. Lines that may not be paid were held back by the calculation: one that is refused here shows a fault.
 */
export function planBatches(lines: readonly RewardLine[], settings: PlanSettings): Plan {
  const { maximumOutputs } = settings;
  if (!Number.isSafeInteger(maximumOutputs) || maximumOutputs < 1) {
    throw new RangeError(`maximumOutputs is ${maximumOutputs}: it must be a whole number of at least 1`);
  }
  const outputs: Output[] = [];
  for (const { address, payoutLovelace } of lines) {
    if (payoutLovelace > 0n) outputs.push({ key: addressKey(address), address, lovelace: payoutLovelace });
  }
  outputs.sort((a, b) => compareText(a.key, b.key));
  const twice = outputs.find((output, index) => index > 0 && outputs[index - 1]?.key === output.key);
  assertInvariant(twice === undefined, () => `${twice?.address} would be paid twice in one plan`);
  if (outputs.length === 0) return { kind: "nothing-payable" };
  const [firstRefused, ...others] = findRefused(outputs, settings);
  if (firstRefused) return { kind: "refused", refused: [firstRefused, ...others] };

  const batches = cut(outputs, maximumOutputs, settings.rules.dayLimits.hourlyLovelace).map((part, index) => ({
    index,
    outputs: part,
    totalLovelace: sum(part.map((output) => output.lovelace)),
  }));
  const totalLovelace = sum(batches.map((batch) => batch.totalLovelace));
  return { kind: "plan", batches, totalLovelace, outputs: outputs.length };
}

/** `key`: the address's bytes in hex. */
type Output = PlannedOutput & { readonly key: Hex };

function cut(outputs: readonly PlannedOutput[], most: number, mostLovelace: Lovelace | null): PlannedOutput[][] {
  const parts: PlannedOutput[][] = [];
  let part: PlannedOutput[] = [];
  let total = 0n;
  for (const { address, lovelace } of outputs) {
    if (part.length === 0 || part.length === most || (mostLovelace !== null && total + lovelace > mostLovelace)) {
      part = [];
      parts.push(part);
      total = 0n;
    }
    part.push({ address, lovelace });
    total += lovelace;
  }
  return parts;
}

function findRefused(outputs: readonly Output[], settings: PlanSettings): RefusedOutput[] {
  const { rules, poolScript, coinsPerUtxoByte } = settings;
  const reserved = reservedOf(rules, settings.reserved);
  const terms = { ...payableTermsOf(rules), poolScript, reserved, coinsPerUtxoByte };
  return outputs.flatMap((output) => {
    const { address, lovelace } = output;
    const refusal = refusalOfPayment(output, terms);
    return refusal ? [{ address, lovelace, reason: refusal.reason }] : [];
  });
}
