import { addressKey, assertInvariant, compareText, sum } from "../bytes";
import { explainUnpayable, recipientReader, type UnpayableReason } from "../recipient";
import { isPayableAmount } from "../rewards/minimum-output";
import type { RewardLine } from "../rewards/reward-line";
import type { Rules } from "../rules/rules";
import type { Lovelace } from "../units";

export type PlannedOutput = { readonly address: string; readonly lovelace: Lovelace };

/** One payout transaction. Batches are paid in the order of `index`, which counts from 0. */
export type PlannedBatch = {
  readonly index: number;
  readonly outputs: readonly PlannedOutput[];
  readonly totalLovelace: Lovelace;
};

export type RefusedOutput = {
  readonly address: string;
  readonly reason: UnpayableReason | "pool-address" | "reserved-address" | "below-minimum";
  readonly text: string;
};

export type Plan =
  | {
      readonly kind: "plan";
      readonly batches: readonly PlannedBatch[];
      readonly totalLovelace: Lovelace;
      readonly outputs: number;
    }
  | { readonly kind: "nothing-payable" }
  /** One output that cannot be paid would block every batch after it, so there is no plan at all. */
  | { readonly kind: "refused"; readonly refused: readonly RefusedOutput[] };

export type PlanSettings = {
  readonly rules: Rules;
  /** The most outputs in one transaction, as measured by the chain layer. */
  readonly maximumOutputs: number;
  readonly poolAddress: string;
  /** Other addresses of the system that must never be paid: the operator's, the treasury's. */
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
  const refused = findRefused(outputs, settings);
  if (refused.length > 0) return { kind: "refused", refused };

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
  const { rules, coinsPerUtxoByte } = settings;
  const readRecipient = recipientReader(rules);
  const pool = addressKey(settings.poolAddress);
  const reserved = new Set([...settings.reservedAddresses, rules.gameAddress].map(addressKey));
  return outputs.flatMap(({ address, lovelace }): RefusedOutput[] => {
    const key = addressKey(address);
    const recipient = readRecipient(address);
    if (key === pool) return [{ address, reason: "pool-address", text: "It is the prize pool's own address." }];
    if (reserved.has(key)) {
      return [{ address, reason: "reserved-address", text: "It is an address of the game or of this service." }];
    }
    if (!recipient.payable) return [{ address, reason: recipient.reason, text: explainUnpayable(recipient.reason) }];
    if (isPayableAmount(address, lovelace, coinsPerUtxoByte)) return [];
    const text = `The ledger does not take an output of ${lovelace} lovelace: it is too small.`;
    return [{ address, reason: "below-minimum", text }];
  });
}
