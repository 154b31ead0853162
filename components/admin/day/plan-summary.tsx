import { approvalTexts } from "@/components/messages/approval";
import { terms } from "@/components/messages/terms";
import { Amount } from "@/components/ui/amount";
import { Card } from "@/components/ui/card";
import { Digits } from "@/components/ui/digits";
import { Hash } from "@/components/ui/hash";
import { RowTh, Table, Td, Th } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { PlanFigures } from "@/server/services/approval/plan-figures";
import type { DayToApprove } from "@/server/services/approval/read-day-to-approve";
import { formatAda, groupDigits } from "@/server/words/format";

const texts = approvalTexts.plan;
const labels = approvalTexts.figures;

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
      <p className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-1 text-muted text-small">
        {day.reportHash ? (
          <span className="inline-flex items-center gap-1.5">
            {texts.report} <Hash text={day.reportHash} label={texts.reportHash} />
          </span>
        ) : null}
        {snapshot ? (
          <span className="inline-flex items-center gap-1.5">
            {texts.snapshot(groupDigits(snapshot.height))}
            <Hash text={snapshot.hash} label={texts.snapshotHash} />
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

type Row = { label: string; now: bigint | number; was: bigint | number | null; ada: boolean };

function Figures({ figures, before }: { figures: PlanFigures; before: PlanFigures | null }) {
  const row = (label: string, field: Exclude<keyof PlanFigures, "dayIndex">): Row => ({
    label,
    now: figures[field],
    was: before?.[field] ?? null,
    ada: typeof figures[field] === "bigint",
  });
  const rows = [
    row(labels.pot, "potLovelace"),
    row(labels.awarded, "awardedLovelace"),
    row(labels.payout, "payoutLovelace"),
    row(labels.carried, "carriedLovelace"),
    row(labels.recipients, "recipients"),
    row(labels.eligible, "eligibleIdentities"),
    row(labels.players, "participants"),
  ];
  const show = (value: bigint | number | null) => {
    if (value === null) return labels.none;
    return typeof value === "bigint" ? <Amount lovelace={value} /> : groupDigits(value);
  };
  return (
    <Table
      caption={labels.caption}
      head={
        <>
          <Th>{labels.figure}</Th>
          <Th numeric>{terms.day(figures.dayIndex)}</Th>
          <Th numeric>{before ? terms.day(before.dayIndex) : labels.before}</Th>
          <Th numeric>{labels.change}</Th>
        </>
      }
    >
      {rows.map(({ label, now, was, ada }) => (
        <tr key={label}>
          <RowTh>{label}</RowTh>
          <Td numeric>{show(now)}</Td>
          <Td numeric className="text-muted">
            {show(was)}
          </Td>
          <Td numeric>{was === null ? "" : difference(BigInt(now) - BigInt(was), ada)}</Td>
        </tr>
      ))}
    </Table>
  );
}

function difference(delta: bigint, ada: boolean): string {
  if (delta === 0n) return labels.noChange;
  const sign = delta > 0n ? "+" : "";
  return sign + (ada ? formatAda(delta) : groupDigits(delta));
}
