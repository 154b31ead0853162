import { Amount } from "@/components/ui/amount";
import { Card } from "@/components/ui/card";
import { formatAda, groupDigits } from "@/components/ui/format";
import { Hash } from "@/components/ui/hash";
import { RowTh, Table, Td, Th } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { PlanFigures } from "@/server/services/approval/plan-figures";
import type { DayView } from "@/server/services/approval/read-approval-view";

/** The plan in one sentence, then in figures beside those of the day before. */
export function PlanSummary({ view }: { view: DayView }) {
  const { day, figures, before, batches, attempts, maxFeeLovelace } = view;
  if (!figures) {
    return (
      <Card title="The plan">
        <p className="text-muted">There is no plan yet: the day is still {day.state.toLowerCase()}.</p>
      </Card>
    );
  }
  const confirmed = attempts.filter(({ ledgerHeight }) => ledgerHeight !== null);
  const spentLovelace = confirmed.reduce((sum, { feeLovelace }) => sum + feeLovelace, 0n);
  const mostLovelace = BigInt(batches.length + 1) * maxFeeLovelace;
  return (
    <Card title="The plan">
      <p className="max-w-prose">
        Pays <Amount lovelace={figures.paidLovelace} className="font-semibold" /> from the pool to{" "}
        <strong className="figures">{groupDigits(figures.recipients)}</strong>{" "}
        {figures.recipients === 1 ? "recipient" : "recipients"} in <strong className="figures">{batches.length}</strong>{" "}
        {batches.length === 1 ? "transaction" : "transactions"}, and carries{" "}
        <Amount lovelace={figures.carriedLovelace} /> that are too little to be sent.{" "}
        {confirmed.length > 0
          ? `Fees so far: ${formatAda(spentLovelace)}.`
          : `Fees: at most ${formatAda(mostLovelace)}, paid by the pool.`}
      </p>
      <div className="mt-4 overflow-hidden rounded-panel border border-line">
        <Figures figures={figures} before={before} />
      </div>
      <p className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-1 text-muted text-small">
        {day.reportHash ? (
          <span className="inline-flex items-center gap-1.5">
            Report <Hash text={day.reportHash} label="report hash" />
          </span>
        ) : null}
        {day.snapshotHash ? (
          <span className="inline-flex items-center gap-1.5">
            Snapshot at block {groupDigits(day.snapshotHeight ?? 0)}{" "}
            <Hash text={day.snapshotHash} label="snapshot block hash" />
          </span>
        ) : null}
        {day.deadlineMs === null ? null : (
          <span>
            Deadline on chain <Time ms={day.deadlineMs} show="exact" precision="second" />
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
    row("Pot", "potLovelace"),
    row("Awarded", "awardedLovelace"),
    row("Paid out", "paidLovelace"),
    row("Carried", "carriedLovelace"),
    row("Recipients", "recipients"),
    row("Eligible holders", "eligibleIdentities"),
    row("Players so far", "participants"),
  ];
  const show = (value: bigint | number | null) =>
    value === null ? "none" : typeof value === "bigint" ? <Amount lovelace={value} /> : groupDigits(value);
  return (
    <Table
      caption="The day's figures beside those of the last day that was paid"
      head={
        <>
          <Th>Figure</Th>
          <Th numeric>Day {figures.dayIndex}</Th>
          <Th numeric>{before ? `Day ${before.dayIndex}` : "Day before"}</Th>
          <Th numeric>Difference</Th>
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
  if (delta === 0n) return "same";
  const sign = delta > 0n ? "+" : "";
  return sign + (ada ? formatAda(delta) : groupDigits(delta));
}
