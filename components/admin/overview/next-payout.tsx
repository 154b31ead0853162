import Link from "next/link";
import { DayStateBadge } from "@/components/days/day-state";
import { MomentValue } from "@/components/days/moment-value";
import { nextPayoutTexts } from "@/components/messages/next-payout";
import { overviewTexts } from "@/components/messages/overview";
import { Amount } from "@/components/ui/amount";
import { Card } from "@/components/ui/card";
import { DataList } from "@/components/ui/data-list";
import { Time } from "@/components/ui/time";
import type { NextPayout as Next } from "@/server/services/day/next-payout";

const texts = overviewTexts.next;
const { moments, late, title } = nextPayoutTexts;

/** The next payout, by the chain's clock: what it waits for, and until when. */
export function NextPayout({ next, nowMs }: { next: Next | null; nowMs: number | undefined }) {
  if (!next) {
    return (
      <Card title={title}>
        <p className="text-muted">{texts.none}</p>
      </Card>
    );
  }
  const { dayIndex, state, times, moment, backlog } = next;
  const when = (label: string, ms: number | null) =>
    ms === null ? [] : [{ label, value: <Time ms={ms} show="exact" /> }];
  return (
    <Card
      title={
        <>
          {title}:{" "}
          <Link href={`/admin/days/${dayIndex}`} className="figures text-accent underline underline-offset-4">
            {texts.day(dayIndex)}
          </Link>
        </>
      }
      actions={<DayStateBadge state={state} ended={nowMs !== undefined && nowMs >= times.dayEndMs} />}
    >
      {moment.kind === "release" ? (
        <p className="mb-4">{texts.paused}</p>
      ) : (
        <>
          <p className="text-muted text-small">{moments[moment.kind].until ?? texts.now}</p>
          <p className="mb-4 font-semibold text-display">
            <MomentValue moment={moment} nowMs={nowMs} />
          </p>
        </>
      )}
      <DataList
        items={[
          {
            label: texts.amount,
            value: next.totalLovelace === null ? texts.noAmount : <Amount lovelace={next.totalLovelace} />,
          },
          ...when(texts.dayEnds, times.dayEndMs),
          ...when(texts.reviewEnds, times.previewUntilMs),
          ...when(texts.approvalDue, times.approvalDueMs),
          ...when(texts.signingCloses, next.signUntilMs),
          ...when(texts.deadline, times.deadlineMs),
          ...(backlog
            ? [{ label: late.label, value: late.value(backlog.days, backlog.oldestDay, backlog.newestDay) }]
            : []),
        ]}
      />
    </Card>
  );
}
