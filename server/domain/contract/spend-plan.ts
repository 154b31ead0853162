import { unless } from "../problems";
import type { CommitRedeemer, ResumeRedeemer } from "./acts";
import type { Amount } from "./amount";
import { commitText, planOf, resumePlanText } from "./plan-text";
import {
  afterFee,
  checkApprovals,
  checkFunding,
  checkOracle,
  checkReveal,
  checkWindow,
  type Outcome,
  refuse,
  type Spend,
} from "./spend";

/* Commit and Resume: what opens a plan. Rules: contracts/lib/redeemers/{commit,resume}.ak. */

export function commit(spend: Spend, redeemer: CommitRedeemer): Outcome {
  const { datum, policyId, lowerMs, upperMs } = spend;
  if (datum.status.kind !== "idle") return refuse(spend, "the pool is paying a plan: it must end first");
  if (lowerMs === null || upperMs === null) return refuse(spend, "a Commit needs both validity bounds");
  const { settings, day, total, outputs, batches, deadlineMs } = redeemer;
  const plan = planOf(redeemer, datum, policyId);
  const text = (action: "propose" | "approve") => commitText(action, redeemer, plan);
  const held = afterFee(spend);
  const dayEndMs = (day + 1) * settings.intervalMs;
  const problems = [
    ...checkReveal(datum, settings),
    ...unless(day > datum.lastDay, `day ${day} is not after the last committed day, ${datum.lastDay}`),
    ...unless(dayEndMs <= lowerMs, `day ${day} ends at ${dayEndMs}, after the transaction's ${lowerMs}`),
    ...unless(lowerMs >= datum.lastPayoutMs + settings.minGapMs, "too soon after the last Commit (min_gap)"),
    ...checkWindow(settings, lowerMs, upperMs, deadlineMs),
    ...unless(redeemer.firstCommitment.length === 64, "c1 has not 32 bytes"),
    ...unless(redeemer.reportHash.length === 64, "the report's hash has not 32 bytes"),
    ...unless(batches >= 1 && outputs >= batches, `${outputs} outputs cannot fill ${batches} batches`),
    ...checkLimit(total, settings.dailyLimit),
    ...checkFunding(held, settings, datum, { total, batches }),
  ];
  const unsigned = checkSignatures(redeemer, text);
  const status = {
    kind: "paying",
    commitment: redeemer.firstCommitment,
    remaining: total,
    outputs,
    deadlineMs,
  } as const;
  return { datum: { ...datum, plan, lastDay: day, lastPayoutMs: upperMs, status }, held, problems, unsigned };
}

export function resume(spend: Spend, redeemer: ResumeRedeemer): Outcome {
  const { datum, policyId, lowerMs, upperMs } = spend;
  const { status } = datum;
  if (status.kind !== "idle" || status.left === "") return refuse(spend, "the pool has no unpaid rest to resume");
  if (lowerMs === null || upperMs === null) return refuse(spend, "a Resume needs both validity bounds");
  const { settings, batches, deadlineMs } = redeemer;
  const { left, remaining, outputs } = status;
  const text = (action: "propose" | "approve") => resumePlanText(action, redeemer, datum, policyId);
  const held = afterFee(spend);
  const problems = [
    ...checkReveal(datum, settings),
    ...unless(batches >= 1 && outputs >= batches, `${outputs} outputs cannot fill ${batches} batches`),
    ...checkWindow(settings, lowerMs, upperMs, deadlineMs),
    ...checkFunding(held, settings, datum, { total: remaining, batches }),
  ];
  const unsigned = checkSignatures(redeemer, text);
  const nextStatus = { kind: "paying", commitment: left, remaining, outputs, deadlineMs } as const;
  return { datum: { ...datum, status: nextStatus }, held, problems, unsigned };
}

function checkSignatures(
  { settings, oracleSignature, approvals }: CommitRedeemer | ResumeRedeemer,
  text: (action: "propose" | "approve") => string,
): string[] {
  return [
    ...checkOracle(settings, oracleSignature, text("propose")),
    ...checkApprovals(settings, approvals, text("approve")),
  ];
}

function checkLimit(total: Amount, limit: Amount): string[] {
  return [
    ...unless(total.lovelace > 0n && total.tokens >= 0n, "a plan pays some lovelace"),
    ...unless(total.lovelace <= limit.lovelace, `${total.lovelace} lovelace exceed the daily limit, ${limit.lovelace}`),
    ...unless(total.tokens <= limit.tokens, `${total.tokens} tokens exceed the daily limit, ${limit.tokens}`),
  ];
}
