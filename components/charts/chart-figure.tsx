import type { ReactNode } from "react";
import { chartTexts } from "@/components/messages/charts";
import { Digits } from "@/components/ui/digits";
import { Disclosure } from "@/components/ui/disclosure";
import { RowTh, Table, Td, Th } from "@/components/ui/table";

export type ChartRow = { label: string; text: string };

type ChartFigureProps = {
  /** The chart's message in one visible sentence. */
  summary: string;
  /** Headings of the table with the same data. */
  labelHeading: string;
  valueLabel: string;
  rows: readonly ChartRow[];
  children: ReactNode;
};

/** A drawing, its sentence, and the same data as a table for people who cannot see it or want the figures. */
export function ChartFigure({ summary, labelHeading, valueLabel, rows, children }: ChartFigureProps) {
  return (
    <figure className="flex min-w-0 flex-col gap-3">
      {children}
      <figcaption className="figures text-muted text-small">
        <Digits text={summary} />
      </figcaption>
      <Disclosure variant="line" summary={chartTexts.table}>
        <div className="overflow-hidden rounded-panel border border-line">
          <Table
            caption={`${valueLabel}. ${summary}`}
            className="max-h-80"
            head={
              <>
                <Th>{labelHeading}</Th>
                <Th numeric>{valueLabel}</Th>
              </>
            }
          >
            {rows.map((row) => (
              <tr key={row.label}>
                <RowTh>
                  <Digits text={row.label} />
                </RowTh>
                <Td numeric>
                  <Digits text={row.text} />
                </Td>
              </tr>
            ))}
          </Table>
        </div>
      </Disclosure>
    </figure>
  );
}
