import Link from "next/link";
import { DayStateBadge } from "@/components/admin/day-state";
import { Amount } from "@/components/ui/amount";
import { Card } from "@/components/ui/card";
import { Countdown } from "@/components/ui/countdown";
import { DataList } from "@/components/ui/data-list";
import { Time } from "@/components/ui/time";
import type { NextPayout as Next } from "@/server/services/overview/overview-types";

/** The moment that the day waits for now, and what it is. */
function nextMoment(
  { state, times, signUntilMs }: Next,
  nowMs: number | undefined,
): { label: string; ms: number } | null {
  if (state === "FROZEN" || state === "PART_PAID") return null;
  if (state === "PROPOSED") {
    const late = signUntilMs !== null && nowMs !== undefined && nowMs > times.approvalDueMs;
    return late
      ? { label: "Approval is late; signing closes in", ms: signUntilMs }
      : { label: "Approval due in", ms: times.approvalDueMs };
  }
  if (state === "PREVIEW") return { label: "Objections end in", ms: times.previewUntilMs };
  if (state === "OPEN") return { label: "The day ends in", ms: times.dayEndMs };
  return { label: "To be paid by", ms: times.deadlineMs };
}

/** When is the next payout? By the chain's clock. */
export function NextPayout({ next, nowMs }: { next: Next | null; nowMs: number | undefined }) {
  if (!next) {
    return (
      <Card title="Next payout">
        <p className="text-muted">Not known yet: no day has begun, or the pool is not deployed.</p>
      </Card>
    );
  }
  const moment = nextMoment(next, nowMs);
  return (
    <Card
      title={
        <>
          Next payout:{" "}
          <Link href={`/admin/days/${next.dayIndex}`} className="figures text-accent underline underline-offset-4">
            day {next.dayIndex}
          </Link>
        </>
      }
      actions={<DayStateBadge state={next.state} />}
    >
      {moment ? (
        <>
          <p className="text-muted text-small">{moment.label}</p>
          <p className="mb-4 font-semibold text-display">
            <Countdown ms={moment.ms} nowMs={nowMs} doneLabel="any moment" />
          </p>
        </>
      ) : (
        <p className="mb-4">Nothing is paid until people have decided about this day.</p>
      )}
      <DataList
        items={[
          {
            label: "Amount",
            value: next.totalLovelace === null ? "not calculated yet" : <Amount lovelace={next.totalLovelace} />,
          },
          { label: "Objections until", value: <Time ms={next.times.previewUntilMs} show="exact" /> },
          { label: "Approval due", value: <Time ms={next.times.approvalDueMs} show="exact" /> },
          ...(next.signUntilMs === null
            ? []
            : [{ label: "Signing closes", value: <Time ms={next.signUntilMs} show="exact" /> }]),
          { label: "Deadline on chain", value: <Time ms={next.times.deadlineMs} show="exact" /> },
        ]}
      />
    </Card>
  );
}
