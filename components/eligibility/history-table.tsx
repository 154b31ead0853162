import Link from "next/link";
import { AmountStateText } from "@/components/days/amount-state";
import { TransactionId } from "@/components/days/transaction-id";
import { eligibilityTexts } from "@/components/messages/eligibility";
import { terms } from "@/components/messages/terms";
import { Amount } from "@/components/ui/amount";
import { Pagination } from "@/components/ui/pagination";
import { RowTh, Table, TableFrame, TableMessage, Td, Th } from "@/components/ui/table";
import { groupDigits } from "@/server/words/format";
import type { Assessed } from "./verdict";

const texts = eligibilityTexts.history;

type HistoryProps = { view: Assessed; network: string };

/** Prizes of earlier days. Their amounts are fixed once the day's report is published. */
export function HistoryTable({ view, network }: HistoryProps) {
  const { entries, nextBeforeDay } = view.history;
  const next = new URLSearchParams({ address: view.address, before: String(nextBeforeDay) });
  return (
    <div className="grid gap-3">
      <TableFrame>
        <Table
          caption={terms.prizesByDay}
          head={
            <>
              <Th>{terms.head.day}</Th>
              <Th>{terms.head.state}</Th>
              <Th numeric>{terms.head.prize}</Th>
              <Th numeric>{terms.head.carried}</Th>
              <Th numeric>{terms.head.tokens}</Th>
              <Th>{terms.head.transaction}</Th>
            </>
          }
        >
          {entries.length === 0 ? <TableMessage columns={6}>{texts.none}</TableMessage> : null}
          {entries.map((entry) => (
            <tr key={entry.dayIndex}>
              <RowTh>
                <Link href={`/days/${entry.dayIndex}`} className="text-accent underline underline-offset-4">
                  {entry.dayIndex}
                </Link>
              </RowTh>
              <Td>
                <AmountStateText state={entry.amountState} />
              </Td>
              <Td numeric>
                <Amount lovelace={entry.payoutLovelace} />
              </Td>
              <Td numeric>{entry.carriedLovelace > 0n ? <Amount lovelace={entry.carriedLovelace} /> : "0"}</Td>
              <Td numeric>{groupDigits(entry.quantity)}</Td>
              <Td>
                {entry.transactions.map(({ txHash }) => (
                  <TransactionId key={txHash} txHash={txHash} network={network} />
                ))}
              </Td>
            </tr>
          ))}
        </Table>
      </TableFrame>
      {nextBeforeDay === null ? null : (
        <Pagination label={texts.earlier} nextHref={`/eligibility?${next}#history`}>
          {terms.newestFirst}
        </Pagination>
      )}
    </div>
  );
}
