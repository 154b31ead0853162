import { payRedeemer } from "@/server/domain/contract/redeemer";
import type { Payout } from "@/server/domain/contract/types";
import { STRANGER } from "../pool-terms";
import { type Attempt, FEE, type MakeAttempt } from "./attempt";
import { feeOf } from "./plans";
import { type PoolModel, without } from "./pool-model";

export const PAY_DEFECTS = [
  "none",
  "paid before",
  "skip one",
  "amount",
  "recipient",
  "order",
  "left out",
  "operator",
  "unsigned",
  "fee",
  "twice in one",
] as const;
export type PayDefect = (typeof PAY_DEFECTS)[number];

/** `seen` are batches of before, to be paid again. */
export function pay(defect: PayDefect, seen: () => readonly PoolModel["due"][number][]): MakeAttempt {
  return (model, now) => {
    const before = seen();
    const batch = defect === "paid before" ? before.at(-1) : defect === "skip one" ? model.due[1] : model.due[0];
    if (!batch) return null;
    const payouts = alteredPayouts(batch.payouts, defect);
    if (!payouts) return null;
    const feeLovelace = feeOf(model, defect);
    const paid = new Map(model.paid);
    for (const { address, lovelace } of payouts) paid.set(address, (paid.get(address) ?? 0n) + lovelace);
    const due = model.due.slice(1);
    const spent = payouts.reduce(
      (sum, one) => ({ lovelace: sum.lovelace + one.lovelace, tokens: sum.tokens + one.tokens }),
      { lovelace: 0n, tokens: 0n },
    );
    const after = without(model, spent, feeLovelace);
    const isInTime = model.deadlineMs !== null && now.upperMs <= model.deadlineMs;
    return {
      redeemer: { ...payRedeemer(batch), outputs: payouts.length },
      next: { ...after, due, paid, deadlineMs: due.length > 0 ? model.deadlineMs : null },
      payouts,
      signatories: defect === "unsigned" ? [] : defect === "operator" ? [STRANGER.hash] : [model.operator.hash],
      feeLovelace,
      // A batch of before that was paid is due no more; the same one, while it is due, may well be "before".
      isAllowed: isInTime && (defect === "none" || (defect === "paid before" && batch === model.due[0])),
    };
  };
}

function alteredPayouts(payouts: readonly Payout[], defect: PayDefect): readonly Payout[] | null {
  const [first, second] = payouts;
  if (!first) return null;
  switch (defect) {
    case "amount":
      return [{ ...first, lovelace: first.lovelace + 1n }, ...payouts.slice(1)];
    case "recipient":
      return [{ ...first, address: STRANGER.address }, ...payouts.slice(1)];
    case "order":
      return second ? [second, first, ...payouts.slice(2)] : null;
    case "left out":
      return second ? payouts.slice(1) : null;
    case "twice in one":
      return [...payouts, ...payouts];
    default:
      return payouts;
  }
}

export function expire(defect: "none" | "operator" | "bound"): MakeAttempt {
  return (model, now): Attempt => ({
    redeemer: { kind: "expire" },
    next: { ...without(model, { lovelace: 0n, tokens: 0n }, FEE), deadlineMs: null },
    signatories: defect === "operator" ? [STRANGER.hash] : [model.operator.hash],
    feeLovelace: FEE,
    isWithoutLowerBound: defect === "bound",
    isAllowed: defect === "none" && model.deadlineMs !== null && now.lowerMs >= model.deadlineMs,
  });
}
