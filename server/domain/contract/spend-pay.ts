import { unless } from "../problems";
import { cancelText, depositText } from "./act-text";
import type { CancelRedeemer, DepositRedeemer, PayRedeemer } from "./acts";
import { addAmounts, NO_AMOUNT, subtractAmounts } from "./amount";
import { batchCommitment } from "./commitment";
import { afterFee, checkApprovals, checkReveal, type Outcome, refuse, type Spend } from "./spend";
import type { PoolDatum } from "./types";

/* Pay and what ends or feeds a plan. Rules: contracts/lib/redeemers/{pay,expire,cancel,deposit}.ak. */

export function pay(spend: Spend, redeemer: PayRedeemer): Outcome {
  const { datum, prizeAsset, upperMs, payouts = [] } = spend;
  const { status } = datum;
  if (status.kind !== "paying") return refuse(spend, "the pool has no plan to pay");
  if (payouts.length === 0) return refuse(spend, "a Pay needs at least one payout");
  const { total, next } = redeemer;
  const remaining = subtractAmounts(status.remaining, total);
  const outputs = status.outputs - payouts.length;
  const isLast = next === "";
  const isSettled = remaining.lovelace === 0n && remaining.tokens === 0n && outputs === 0;
  const problems = [
    ...unless(
      batchCommitment(total, payouts, next, prizeAsset) === status.commitment,
      "the batch is not the one that the pool is committed to",
    ),
    ...unless(redeemer.outputs === payouts.length, `the Pay names ${redeemer.outputs} outputs`),
    ...unless(upperMs !== null && upperMs <= status.deadlineMs, "the transaction may land after the plan's deadline"),
    ...unless(isLast === isSettled, "the last batch must leave nothing to pay, and only the last"),
    ...unless(isLast || next.length === 64, "next has not 32 bytes"),
    ...unless(remaining.lovelace >= 0n && remaining.tokens >= 0n && outputs >= 0, "the batch exceeds what remains"),
  ];
  const held = subtractAmounts(afterFee(spend), total);
  const nextStatus = isLast
    ? ({ kind: "idle", left: "", remaining: NO_AMOUNT, outputs: 0 } as const)
    : ({ kind: "paying", commitment: next, remaining, outputs, deadlineMs: status.deadlineMs } as const);
  return { datum: { ...datum, status: nextStatus }, held, problems };
}

export function expire(spend: Spend): Outcome {
  const { datum, lowerMs } = spend;
  const { status } = datum;
  if (status.kind !== "paying") return refuse(spend, "the pool has no plan that could expire");
  const isOver = lowerMs !== null && lowerMs >= status.deadlineMs;
  const problems = unless(isOver, `the plan's deadline, ${status.deadlineMs}, is not over`);
  return { datum: stop(datum), held: afterFee(spend), problems };
}

export function cancel(spend: Spend, { settings, approvals }: CancelRedeemer): Outcome {
  const { datum, policyId } = spend;
  const text = cancelText({ network: settings.network, policyId, plan: datum.plan, nonce: datum.nonce });
  const problems = checkReveal(datum, settings);
  const unsigned = checkApprovals(settings, approvals, text);
  return { datum: { ...stop(datum), nonce: datum.nonce + 1 }, held: afterFee(spend), problems, unsigned };
}

export function deposit(spend: Spend, { settings, approvals }: DepositRedeemer): Outcome {
  const { datum, held, policyId, deposit: added = NO_AMOUNT } = spend;
  const { network, prizeAsset, minDeposit } = settings;
  const isEnough = added.lovelace >= minDeposit.lovelace || added.tokens >= minDeposit.tokens;
  const problems = [
    ...checkReveal(datum, settings),
    ...unless(added.lovelace >= 0n && added.tokens >= 0n, "a deposit takes nothing out"),
    ...unless(isEnough, `a deposit is at least ${minDeposit.lovelace} lovelace or ${minDeposit.tokens} tokens`),
  ];
  const isApproved = approvals.length > 0 && problems.length === 0;
  const text = isApproved ? depositText({ network, policyId, amount: added, prizeAsset, nonce: datum.nonce }) : "";
  const unsigned = isApproved ? checkApprovals(settings, approvals, text) : [];
  const after = addAmounts(held, { ...added, lovelace: added.lovelace + spend.rewardsLovelace });
  return { datum, held: after, problems, unsigned };
}

/** The state after a stop: what was being paid becomes what is left. */
function stop(datum: PoolDatum): PoolDatum {
  if (datum.status.kind === "idle") return datum;
  const { commitment, remaining, outputs } = datum.status;
  return { ...datum, status: { kind: "idle", left: commitment, remaining, outputs } };
}
