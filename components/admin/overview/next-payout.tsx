import Link from "next/link";
import { DayStateBadge } from "@/components/days/day-state";
import { overviewTexts } from "@/components/messages/overview";
import { Amount } from "@/components/ui/amount";
import { Card } from "@/components/ui/card";
import { Countdown } from "@/components/ui/countdown";
import { DataList } from "@/components/ui/data-list";
import { Time } from "@/components/ui/time";
import type { NextPayout as Next } from "@/server/services/day/next-payout";

const texts = overviewTexts.next;

/** What the day is waiting for, and until when. */
function nextMoment(
  { state, times, signUntilMs }: Next,
  nowMs: number | undefined,
): { label: string; ms: number } | null {
  if (state === "FROZEN") return null;
  if (state === "PROPOSED") {
    const late = signUntilMs !== null && nowMs !== undefined && nowMs > times.approvalDueMs;
    return late
      ? { label: texts.until.signingCloses, ms: signUntilMs }
      : { label: texts.until.approvalDue, ms: times.approvalDueMs };
  }
  if (state === "PREVIEW") return { label: texts.until.reviewEnd, ms: times.previewUntilMs };
  if (state === "OPEN") return { label: texts.until.dayEnd, ms: times.dayEndMs };
  return { label: texts.until.deadline, ms: times.deadlineMs };
}

/** The next payout, by the chain's clock. */
export function NextPayout({ next, nowMs }: { next: Next | null; nowMs: number | undefined }) {
  if (!next) {
    return (
      <Card title={texts.title}>
        <p className="text-muted">{texts.none}</p>
      </Card>
    );
  }
  const moment = nextMoment(next, nowMs);
  return (
    <Card
      title={
        <>
          {texts.title}:{" "}
          <Link href={`/admin/days/${next.dayIndex}`} className="figures text-accent underline underline-offset-4">
            {texts.day(next.dayIndex)}
          </Link>
        </>
      }
      actions={<DayStateBadge state={next.state} />}
    >
      {moment ? (
        <>
          <p className="text-muted text-small">{moment.label}</p>
          <p className="mb-4 font-semibold text-display">
            <Countdown ms={moment.ms} nowMs={nowMs} doneLabel={texts.anyMoment} />
          </p>
        </>
      ) : (
        <p className="mb-4">{texts.paused}</p>
      )}
      <DataList
        items={[
          {
            label: texts.amount,
            value: next.totalLovelace === null ? texts.noAmount : <Amount lovelace={next.totalLovelace} />,
          },
          { label: texts.reviewEnds, value: <Time ms={next.times.previewUntilMs} show="exact" /> },
          { label: texts.approvalDue, value: <Time ms={next.times.approvalDueMs} show="exact" /> },
          ...(next.signUntilMs === null
            ? []
            : [{ label: texts.signingCloses, value: <Time ms={next.signUntilMs} show="exact" /> }]),
          { label: texts.deadline, value: <Time ms={next.times.deadlineMs} show="exact" /> },
        ]}
      />
    </Card>
  );
}
