import { addressKey } from "../cardano/address";
import type { Payout } from "../contract/types";
import { sum } from "../integers";
import { assertInvariant } from "../invariant";
import type { RewardLine } from "../rewards/reward-line";
import type { Rules } from "../rules/rules";
import { compareText } from "../text-order";
import type { Hex, Lovelace } from "../units";
import { payableTermsOf, type Refusal, refusalOfPayment, reservedOf } from "../who-may-be-paid";

/** One payout transaction. Batches are paid in the order of `index`, which counts from 0. */
export type PlannedBatch = {
  readonly index: number;
  readonly outputs: readonly Payout[];
  readonly totalLovelace: Lovelace;
};

export type RefusedOutput = Omit<Payout, "tokens"> & Pick<Refusal, "reason">;

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
  const refusalOf = refusalReader(settings);
  // The calculation's lines are in order already: no key of a million is kept for it.
  const read = readOutputs(lines, refusalOf) ?? readOutputs(sortLines(lines), refusalOf);
  assertInvariant(read !== null, () => "sorted lines are out of order");
  const { outputs, refused } = read;
  if (outputs.length === 0) return { kind: "nothing-payable" };
  const [firstRefused, ...others] = refused;
  if (firstRefused) return { kind: "refused", refused: [firstRefused, ...others] };

  const batches = cut(outputs, maximumOutputs, settings.rules.dayLimits.hourlyLovelace).map((part, index) => ({
    index,
    outputs: part,
    totalLovelace: sum(part.map((output) => output.lovelace)),
  }));
  const totalLovelace = sum(batches.map((batch) => batch.totalLovelace));
  return { kind: "plan", batches, totalLovelace, outputs: outputs.length };
}

type Outputs = { readonly outputs: readonly Payout[]; readonly refused: readonly RefusedOutput[] };

/** What is to be paid, and what of it may not be. Null where the lines are not sorted by their addresses' bytes. */
function readOutputs(lines: readonly RewardLine[], refusalOf: ReturnType<typeof refusalReader>): Outputs | null {
  const outputs: Payout[] = [];
  const refused: RefusedOutput[] = [];
  let before = "";
  for (const { address, payoutLovelace: lovelace } of lines) {
    if (lovelace <= 0n) continue;
    const key = addressKey(address);
    assertInvariant(key !== before, () => `${address} would be paid twice in one plan`);
    if (key < before) return null;
    before = key;
    const refusal = refusalOf({ key, address, lovelace });
    if (refusal) refused.push({ address, lovelace, reason: refusal.reason });
    outputs.push({ address, lovelace, tokens: 0n });
  }
  return { outputs, refused };
}

function sortLines(lines: readonly RewardLine[]): RewardLine[] {
  const keyed = lines.map((line) => ({ line, key: addressKey(line.address) }));
  return keyed.sort((a, b) => compareText(a.key, b.key)).map(({ line }) => line);
}

function cut(outputs: readonly Payout[], most: number, mostLovelace: Lovelace | null): Payout[][] {
  const parts: Payout[][] = [];
  let part: Payout[] = [];
  let total = 0n;
  for (const output of outputs) {
    const { lovelace } = output;
    if (part.length === 0 || part.length === most || (mostLovelace !== null && total + lovelace > mostLovelace)) {
      part = [];
      parts.push(part);
      total = 0n;
    }
    part.push(output);
    total += lovelace;
  }
  return parts;
}

function refusalReader(settings: PlanSettings) {
  const { rules, poolScript, coinsPerUtxoByte } = settings;
  const reserved = reservedOf(rules, settings.reserved);
  const terms = { ...payableTermsOf(rules), poolScript, reserved, coinsPerUtxoByte };
  return (output: Omit<Payout, "tokens"> & { readonly key: Hex }) => refusalOfPayment(output, terms);
}
