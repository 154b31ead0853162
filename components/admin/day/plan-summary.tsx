import { approvalTexts } from "@/components/messages/approval";
import { Card } from "@/components/ui/card";
import { Digits } from "@/components/ui/digits";
import { Hash } from "@/components/ui/hash";
import { Time } from "@/components/ui/time";
import type { DayToApprove } from "@/server/services/approval/read-day-to-approve";
import { formatAda, groupDigits } from "@/server/words/format";
import { Figures } from "./plan-figures";

const texts = approvalTexts.plan;

/** The plan in one sentence, then in figures beside those of the last paid day. */
export function PlanSummary({ view }: { view: DayToApprove }) {
  const { day, snapshot, figures, before, batches, attempts, maxFeeLovelace } = view;
  if (!figures) {
    return (
      <Card title={texts.title}>
        <p className="text-muted">{texts.none}</p>
      </Card>
    );
  }
  const confirmed = attempts.filter(({ ledgerHeight }) => ledgerHeight !== null);
  const spentLovelace = confirmed.reduce((sum, { feeLovelace }) => sum + feeLovelace, 0n);
  const mostLovelace = BigInt(batches.length + 1) * maxFeeLovelace;
  const fees =
    confirmed.length > 0 ? texts.feesSoFar(formatAda(spentLovelace)) : texts.feesAtMost(formatAda(mostLovelace));
  return (
    <Card title={texts.title}>
      <p className="figures font-medium">
        <Digits text={texts.pays(formatAda(figures.payoutLovelace), figures.recipients, batches.length)} />
      </p>
      <p className="figures max-w-prose text-muted">
        <Digits text={`${texts.carries(formatAda(figures.carriedLovelace))} ${fees}`} />
      </p>
      <div className="mt-4 overflow-hidden rounded-panel border border-line">
        <Figures figures={figures} before={before} />
      </div>
      {figures.undistributedLovelace > 0n ? <p className="mt-2 text-muted text-small">{texts.undistributed}</p> : null}
      <p className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-1 text-muted text-small">
        {day.reportHash ? (
          <span className="inline-flex items-center gap-1.5">
            {texts.report} <Hash text={day.reportHash} label={texts.reportHash} />
          </span>
        ) : null}
        {snapshot ? (
          <span className="inline-flex flex-wrap items-center gap-x-1.5">
            {texts.snapshot(groupDigits(snapshot.height))}
            <Hash text={snapshot.hash} label={texts.snapshotHash} />
            <Time ms={snapshot.timeMs} show="exact" precision="second" />
          </span>
        ) : null}
        {day.deadlineMs === null ? null : (
          <span>
            {texts.deadline} <Time ms={day.deadlineMs} show="exact" precision="second" />
          </span>
        )}
      </p>
    </Card>
  );
}
