import { approvalTexts } from "@/components/messages/approval";
import { terms } from "@/components/messages/terms";
import { Amount } from "@/components/ui/amount";
import { cx } from "@/components/ui/cx";
import { RowTh, Table, Td, Th } from "@/components/ui/table";
import type { PlanFigures } from "@/server/services/approval/plan-figures";
import { formatAda, formatAdaFigure, groupDigits } from "@/server/words/format";

const texts = approvalTexts.figures;

type Value = bigint | number;
type Row = { label: string; of: (figures: PlanFigures) => Value; sum?: boolean };

/** What comes in and what becomes of it, each adding up to the same; then the people. All from the report. */
const ROWS: readonly Row[] = [
  { label: texts.opening, of: (plan) => plan.openingLovelace },
  { label: texts.pot, of: (plan) => plan.potLovelace },
  { label: texts.in, of: (plan) => plan.openingLovelace + plan.potLovelace, sum: true },
  { label: texts.payout, of: (plan) => plan.payoutLovelace },
  { label: texts.carried, of: (plan) => plan.carriedLovelace },
  { label: texts.undistributed, of: (plan) => plan.undistributedLovelace },
  {
    label: texts.out,
    of: (plan) => plan.payoutLovelace + plan.carriedLovelace + plan.undistributedLovelace,
    sum: true,
  },
  { label: texts.recipients, of: (plan) => plan.recipients },
  { label: texts.eligible, of: (plan) => plan.eligibleIdentities },
  { label: texts.players, of: (plan) => plan.participants },
];

type FiguresProps = { figures: PlanFigures; before: PlanFigures | null };

/** The day's figures beside those of the last paid day. On a phone the earlier figure stands under the day's own. */
export function Figures({ figures, before }: FiguresProps) {
  const wide = "max-sm:hidden";
  return (
    <Table
      caption={texts.caption}
      className="max-h-none!"
      head={
        <>
          <Th>{texts.figure}</Th>
          <Th numeric className="max-sm:pr-4">
            {terms.day(figures.dayIndex)}
          </Th>
          <Th numeric className={wide}>
            {before ? terms.day(before.dayIndex) : texts.before}
          </Th>
          <Th numeric className={wide}>
            {texts.change}
          </Th>
        </>
      }
    >
      {ROWS.map(({ label, of, sum }) => {
        const now = of(figures);
        const was = before && of(before);
        const change = was === null ? "" : sayChange(now, was);
        const strong = cx(sum && "bg-sunken font-semibold");
        return (
          <tr key={label}>
            <RowTh className={cx(strong, "max-sm:whitespace-normal")}>{label}</RowTh>
            <Td numeric className={cx(strong, "max-sm:pr-4")}>
              {show(now)}
              {was === null || before === null ? null : (
                <span className="block whitespace-normal font-normal text-muted sm:hidden">
                  {now === was ? null : (
                    <>
                      {texts.was(before.dayIndex, sayValue(was))}
                      <br />
                    </>
                  )}
                  {change}
                </span>
              )}
            </Td>
            <Td numeric className={cx(strong, wide, "text-muted")}>
              {was === null ? texts.none : show(was)}
            </Td>
            <Td numeric className={cx(strong, wide)}>
              {change}
            </Td>
          </tr>
        );
      })}
    </Table>
  );
}

function show(value: Value) {
  return typeof value === "bigint" ? <Amount lovelace={value} /> : groupDigits(value);
}

function sayValue(value: Value): string {
  return typeof value === "bigint" ? formatAda(value) : groupDigits(value);
}

function sayChange(now: Value, was: Value): string {
  const delta = BigInt(now) - BigInt(was);
  if (delta === 0n) return texts.noChange;
  return (delta > 0n ? "+" : "") + (typeof now === "bigint" ? formatAdaFigure(delta) : groupDigits(delta));
}
