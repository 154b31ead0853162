import Link from "next/link";
import { Amount } from "@/components/ui/amount";
import { groupDigits } from "@/components/ui/format";
import { RowTh, Table, Td, Th } from "@/components/ui/table";
import type { DaySummary } from "@/server/services/published/list-days";
import { nameDay } from "./day-name";
import { DayStateText } from "./day-state";

export function DayTable({ days }: { days: readonly DaySummary[] }) {
  return (
    <div className="overflow-hidden rounded-panel border border-line bg-surface">
      <Table
        caption="Days, newest first"
        head={
          <>
            <Th>Day</Th>
            <Th>When (UTC)</Th>
            <Th>State</Th>
            <Th numeric>Prizes</Th>
            <Th numeric>Recipients</Th>
          </>
        }
      >
        {days.map((day) => (
          <tr key={day.dayIndex}>
            <RowTh>
              <Link href={`/days/${day.dayIndex}`} className="text-accent underline underline-offset-4">
                {day.dayIndex}
              </Link>
            </RowTh>
            <Td className="figures whitespace-nowrap text-muted">{nameDay(day)}</Td>
            <Td>
              <DayStateText state={day.state} />
            </Td>
            <Td numeric>
              {day.payoutLovelace === null ? (
                <span className="text-muted">not yet known</span>
              ) : (
                <Amount lovelace={day.payoutLovelace} />
              )}
            </Td>
            <Td numeric>{day.recipients === null ? "" : groupDigits(day.recipients)}</Td>
          </tr>
        ))}
      </Table>
    </div>
  );
}
