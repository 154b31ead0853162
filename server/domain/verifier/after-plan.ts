import type { CommitRedeemer, PayRedeemer, ResumeRedeemer } from "../contract/acts";
import type { Amount } from "../contract/amount";
import type { Payout } from "../contract/types";
import { unless } from "../problems";
import type { Hex } from "../units";
import {
  type After,
  checkFee,
  checkFunded,
  checkReveal,
  checkWindow,
  type Moment,
  NOTHING_LEFT,
  rest,
  stopped,
} from "./after";
import { commitment, planDigest, tailDigest } from "./digests";
import { checkApprovals, hasSigned } from "./signatures";
import { planLine } from "./texts";

/* What opens, pays and ends a plan: contracts/lib/redeemers/{commit,resume,pay,expire}.ak. */

export function afterCommit(moment: Moment, act: CommitRedeemer): After {
  const { before, lower, upper } = moment;
  const { state } = before;
  const { settings, total, batches, outputs } = act;
  const [day, deadline, interval] = [BigInt(act.day), BigInt(act.deadlineMs), BigInt(settings.intervalMs)];
  const held = rest(moment);
  const plan = planDigest(act, before);
  const from = lower ?? 0n;
  const isWithin = total.lovelace <= settings.dailyLimit.lovelace && total.tokens <= settings.dailyLimit.tokens;
  const problems = [
    ...unless(state.status.deadline === null, "the pool is paying another plan"),
    ...unless(lower !== null, "it has no beginning of its validity"),
    ...checkReveal(moment, settings),
    ...unless(day > state.lastDay, `day ${day} is not after ${state.lastDay}, the last that was committed`),
    ...unless((day + 1n) * interval <= from, `day ${day} is not over`),
    ...unless(from >= state.lastPayout + BigInt(settings.minGapMs), "the last Commit is less than min_gap ago"),
    ...checkWindow(settings, from, upper, deadline),
    ...unless(isHash(act.firstCommitment) && isHash(act.reportHash), "c1 or the report's hash has not 32 bytes"),
    ...unless(batches >= 1 && outputs >= batches, `${outputs} outputs do not fill ${batches} batches`),
    ...unless(total.lovelace > 0n && total.tokens >= 0n && isWithin, "the total is nothing, or above the daily limit"),
    ...checkFunded(held, total, batches, { maxFee: state.maxFee, reserve: settings.reserveLovelace }),
    ...checkSigned(act, (verb) => planLine(verb, act, `plan ${plan}`), ["propose", "approve"]),
    ...checkFee(moment, false),
  ];
  const status = { commitment: act.firstCommitment, remaining: total, outputs: BigInt(outputs), deadline };
  return { state: { ...state, plan, lastDay: day, lastPayout: upper, status }, held, treasury: null, problems };
}

export function afterResume(moment: Moment, act: ResumeRedeemer): After {
  const { before, lower, upper } = moment;
  const { state } = before;
  const { status } = state;
  const { settings, batches, deadlineMs } = act;
  const { remaining } = status;
  const held = rest(moment);
  const tail = `tail ${tailDigest(act, before)}`;
  const said = { settings, day: Number(state.lastDay), total: remaining, outputs: Number(status.outputs), deadlineMs };
  const problems = [
    ...unless(status.deadline === null && status.commitment !== "", "the pool has no rest of a plan to go on with"),
    ...unless(lower !== null, "it has no beginning of its validity"),
    ...checkReveal(moment, settings),
    ...unless(batches >= 1 && status.outputs >= BigInt(batches), `${batches} batches are not what is left`),
    ...checkWindow(settings, lower ?? 0n, upper, BigInt(deadlineMs)),
    ...checkFunded(held, remaining, batches, { maxFee: state.maxFee, reserve: settings.reserveLovelace }),
    ...checkSigned(act, (verb) => planLine(verb, said, tail), ["propose resume", "resume"]),
    ...checkFee(moment, false),
  ];
  return {
    state: { ...state, status: { ...status, deadline: BigInt(deadlineMs) } },
    held,
    treasury: null,
    problems,
  };
}

export function afterPay(moment: Moment, { total, outputs, next }: PayRedeemer, payouts: readonly Payout[]): After {
  const { before, upper } = moment;
  const { state } = before;
  const { status } = state;
  const paid = payouts.reduce((sum: Amount, payout) => add(sum, payout), NOTHING_LEFT.remaining);
  const remaining = subtract(status.remaining, total);
  const left = status.outputs - BigInt(payouts.length);
  const isOver = remaining.lovelace === 0n && remaining.tokens === 0n && left === 0n;
  const isPossible = remaining.lovelace >= 0n && remaining.tokens >= 0n && left >= 0n;
  const isDue = commitment(total, payouts, next, before.asset) === status.commitment;
  const problems = [
    ...unless(status.deadline !== null, "the pool has no plan to pay"),
    ...unless(
      payouts.length > 0 && outputs === payouts.length,
      `the Pay names ${outputs} of ${payouts.length} payouts`,
    ),
    ...unless(isSame(paid, total), `the payouts sum up to ${paid.lovelace} lovelace, the Pay says ${total.lovelace}`),
    ...unless(isDue, "the batch is not the one that the pool is committed to"),
    ...unless(upper <= (status.deadline ?? 0n), "it may land after the plan's deadline"),
    ...unless(
      next === "" ? isOver : isHash(next) && isPossible && !isOver,
      "what it leaves to pay is not what is left",
    ),
    ...checkFee(moment, false),
  ];
  const after = next === "" ? NOTHING_LEFT : { ...status, commitment: next, remaining, outputs: left };
  return { state: { ...state, status: after }, held: rest(moment, paid), treasury: null, problems };
}

export function afterExpire(moment: Moment): After {
  const { state } = moment.before;
  const { deadline } = state.status;
  const isOver = deadline !== null && moment.lower !== null && moment.lower >= deadline;
  const problems = [...unless(isOver, "the deadline of a plan is not over before it"), ...checkFee(moment, false)];
  return { state: { ...state, status: stopped(state.status) }, held: rest(moment), treasury: null, problems };
}

/** The oracle's signature, bare, and the approvers'. */
function checkSigned(
  { settings, oracleSignature: signature, approvals }: CommitRedeemer | ResumeRedeemer,
  text: (verb: string) => string,
  [proposes, approves]: readonly [string, string],
): string[] {
  const isProposed = hasSigned(settings.oracle, { kind: "raw", signature }, text(proposes));
  return [
    ...unless(isProposed, `the oracle has not signed "${text(proposes)}"`),
    ...checkApprovals(settings, approvals, text(approves)),
  ];
}

const isHash = (hex: Hex): boolean => hex.length === 64;
const isSame = (a: Amount, b: Amount): boolean => a.lovelace === b.lovelace && a.tokens === b.tokens;
const add = (a: Amount, b: Amount): Amount => ({ lovelace: a.lovelace + b.lovelace, tokens: a.tokens + b.tokens });
const subtract = (a: Amount, b: Amount): Amount => ({
  lovelace: a.lovelace - b.lovelace,
  tokens: a.tokens - b.tokens,
});
