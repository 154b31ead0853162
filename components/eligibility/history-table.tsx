import Link from "next/link";
import { AmountStateText } from "@/components/days/amount-state";
import { explorerHref } from "@/components/days/network";
import { Amount } from "@/components/ui/amount";
import { groupDigits } from "@/components/ui/format";
import { Hash } from "@/components/ui/hash";
import { Pagination } from "@/components/ui/pagination";
import { RowTh, Table, TableMessage, Td, Th } from "@/components/ui/table";
import type { Assessed } from "./verdict";

type HistoryProps = { view: Assessed; network: string };

/** What earlier days brought. A row keeps its amounts from the publication of the day's report on. */
export function HistoryTable({ view, network }: HistoryProps) {
  const { entries, nextBeforeDay } = view.history;
  const next = new URLSearchParams({ address: view.address, before: String(nextBeforeDay) });
  return (
    <div className="grid gap-3">
      <div className="overflow-hidden rounded-panel border border-line bg-surface">
        <Table
          caption="Prizes by day"
          head={
            <>
              <Th>Day</Th>
              <Th>State</Th>
              <Th numeric>Prize</Th>
              <Th numeric>Carried</Th>
              <Th numeric>Tokens</Th>
              <Th>Transaction</Th>
            </>
          }
        >
          {entries.length === 0 ? (
            <TableMessage columns={6}>No day has brought this identity anything yet.</TableMessage>
          ) : (
            entries.map((entry) => (
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
                  {entry.transactions.map(({ txHash }) => {
                    const href = explorerHref(network, "transaction", txHash);
                    return <Hash key={txHash} text={txHash} label="transaction id" {...(href ? { href } : {})} />;
                  })}
                </Td>
              </tr>
            ))
          )}
        </Table>
      </div>
      {nextBeforeDay === null ? null : (
        <Pagination label="Earlier days" nextHref={`/eligibility?${next}#history`}>
          Newest first
        </Pagination>
      )}
    </div>
  );
}
