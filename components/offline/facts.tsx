import type { ReactNode } from "react";
import { offlineTexts } from "@/components/messages/offline";
import type { DataItem } from "@/components/ui/data-list";
import { Digits } from "@/components/ui/digits";
import { formatUtc, formatUtcDate } from "@/components/ui/format-time";
import { dayEndMs, dayStartMs } from "@/server/domain/day/calendar";
import type { CheckedPlan } from "@/server/domain/signing-request/check-plan";
import { subjectOf } from "@/server/domain/signing-request/expected";
import { readActText } from "@/server/domain/signing-request/read-text";
import type { PlanRequest, SigningRequest } from "@/server/domain/signing-request/request";
import { formatAda, groupDigits } from "@/server/words/format";

const texts = offlineTexts.asked;
/** What the pool keeps for, beside a transaction for each batch: contracts/README.md, "Commit". */
const FURTHER_FEES = 2;

/** What a checked plan is about, a fact a line. */
export function planFacts({ binding, what, maxFeeLovelace, reportHash }: PlanRequest, plan: CheckedPlan): DataItem[] {
  const { day, total, batches, payments, manifest, digest } = plan;
  const { intervalMs } = manifest;
  const fees = BigInt(batches + FURTHER_FEES) * maxFeeLovelace;
  const isOver = Date.now() > binding.deadlineMs;
  return [
    { label: texts.act, value: texts.acts[what === "plan" ? "plan" : "resume"] },
    { label: texts.network, value: <span className="font-medium">{binding.network}</span> },
    { label: texts.pool, value: code(binding.policyId) },
    {
      label: texts.day,
      value: texts.days(
        day,
        time(dayStartMs(day, intervalMs), intervalMs),
        time(dayEndMs(day, intervalMs), intervalMs),
      ),
    },
    { label: texts.total, value: figure(formatAda(total.lovelace, { sixPlaces: true })) },
    { label: texts.recipients, value: figure(groupDigits(payments.length)) },
    { label: texts.batches, value: figure(texts.batchesOf(batches)) },
    { label: texts.fees, value: figure(texts.feesOf(formatAda(fees), formatAda(maxFeeLovelace))) },
    {
      label: texts.deadline,
      value: formatUtc(binding.deadlineMs),
      note: isOver ? <span className="text-stopped">{texts.deadlineOver}</span> : undefined,
    },
    { label: texts.carried, value: figure(formatAda(manifest.totals.carriedLovelace)) },
    { label: texts.report, value: code(reportHash) },
    { label: texts.digest, value: code(digest) },
  ];
}

/** Of an act or a key: what its text names. */
export function textFacts(request: SigningRequest): DataItem[] {
  const { network, policyId } = subjectOf(request);
  const act = readActText(request.text);
  return [
    { label: texts.network, value: <span className="font-medium">{network}</span> },
    ...(policyId === null ? [] : [{ label: texts.pool, value: code(policyId) }]),
    ...(act === null ? [] : [{ label: texts.nonce, value: figure(groupDigits(act.nonce)) }]),
  ];
}

function code(text: string): ReactNode {
  return <code className="break-all font-mono text-small">{text}</code>;
}

function figure(text: string): ReactNode {
  return <Digits text={text} />;
}

const DAY_MS = 86_400_000;

/** A day of 24 hours begins and ends at midnight. */
function time(ms: number, intervalMs: number): string {
  return intervalMs % DAY_MS === 0 ? formatUtcDate(ms) : formatUtc(ms, "minute");
}
