import Link from "next/link";
import { daysTexts } from "@/components/messages/days";
import { terms } from "@/components/messages/terms";
import { Amount } from "@/components/ui/amount";
import { RowTh, Table, TableFrame, Td, Th } from "@/components/ui/table";
import type { DaySummary } from "@/server/services/published/list-days";
import { groupDigits } from "@/server/words/format";
import { nameDay } from "./day-name";
import { DayStateBadge } from "./day-state";

/** On a phone a day's state and date stand under its number. */
export function DayTable({ days }: { days: readonly DaySummary[] }) {
  return (
    <TableFrame>
      <Table
        caption={daysTexts.caption}
        head={
          <>
            <Th>{terms.head.day}</Th>
            <Th className="max-sm:hidden">{terms.head.date}</Th>
            <Th className="max-sm:hidden">{terms.head.state}</Th>
            <Th numeric>{terms.prizes}</Th>
            <Th numeric className="max-sm:hidden">
              {terms.head.recipients}
            </Th>
          </>
        }
      >
        {days.map((day) => (
          <tr key={day.dayIndex}>
            <RowTh>
              <Link href={`/days/${day.dayIndex}`} className="text-accent underline underline-offset-4">
                {day.dayIndex}
              </Link>
              <div className="mt-1 grid gap-0.5 whitespace-normal font-normal sm:hidden">
                <DayStateBadge state={day.state} ended={day.ended} waitsForDay={day.waitsForDay} plain />
                <span className="text-muted">{nameDay(day)}</span>
              </div>
            </RowTh>
            <Td className="figures whitespace-nowrap text-muted max-sm:hidden">{nameDay(day)}</Td>
            <Td className="max-sm:hidden">
              <DayStateBadge state={day.state} ended={day.ended} waitsForDay={day.waitsForDay} plain />
            </Td>
            <Td numeric>
              {day.payoutLovelace === null ? (
                <span className="text-muted">{daysTexts.pending}</span>
              ) : (
                <Amount lovelace={day.payoutLovelace} />
              )}
            </Td>
            <Td numeric className="max-sm:hidden">
              {day.recipients === null ? "" : groupDigits(day.recipients)}
            </Td>
          </tr>
        ))}
      </Table>
    </TableFrame>
  );
}
