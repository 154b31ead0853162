import { Clock, type LucideIcon } from "lucide-react";
import { Amount } from "@/components/ui/amount";
import { StatusText } from "@/components/ui/badge";
import { groupDigits } from "@/components/ui/format";
import { Hash } from "@/components/ui/hash";
import { Progress } from "@/components/ui/progress";
import { RowTh, Table, Td, Th } from "@/components/ui/table";
import type { Tone } from "@/components/ui/tone";
import type { DayBatch, DayView } from "@/server/services/published/read-day";
import { explorerHref } from "./network";

const STATES: Record<DayBatch["state"], { tone: Tone; word: string; icon?: LucideIcon }> = {
  waiting: { tone: "neutral", word: "Not sent" },
  submitted: { tone: "info", word: "Submitted", icon: Clock },
  "in-ledger": { tone: "info", word: "In a block", icon: Clock },
  confirmed: { tone: "well", word: "Paid" },
};

/** The transactions that pay the day, each with what the chain says of it. */
export function Batches({ view, network }: { view: DayView; network: string }) {
  const { batches, commit, confirmDepth } = view;
  const paid = batches.filter(({ state }) => state === "confirmed").length;
  const all = batches.length > 0 && paid === batches.length;
  return (
    <div className="grid gap-4">
      <Progress
        label="Batches paid"
        value={paid}
        max={batches.length}
        valueText={`${paid} of ${batches.length} confirmed`}
        segments={batches.length}
        {...(all ? { tone: "well" as const } : {})}
      />
      <div className="overflow-hidden rounded-panel border border-line bg-surface">
        <Table
          caption="Batches and their transactions"
          head={
            <>
              <Th>Batch</Th>
              <Th>State</Th>
              <Th numeric>Prizes</Th>
              <Th numeric>Recipients</Th>
              <Th>Transaction</Th>
              <Th numeric>Confirmations</Th>
            </>
          }
        >
          {batches.map((row) => (
            <BatchRow key={row.batchNo} row={row} network={network} />
          ))}
        </Table>
      </div>
      <p className="text-muted text-small">
        {commit ? (
          <>
            Commit of the plan:{" "}
            <Hash
              text={commit.txHash}
              label="Commit transaction id"
              {...link(explorerHref(network, "transaction", commit.txHash))}
            />
            <br />
          </>
        ) : null}
        A batch reads "paid" once its transaction has {confirmDepth} blocks on top of it.
      </p>
    </div>
  );
}

function BatchRow({ row, network }: { row: DayBatch; network: string }) {
  const { tone, word, icon } = STATES[row.state];
  return (
    <tr>
      <RowTh>{row.batchNo}</RowTh>
      <Td>
        <StatusText tone={tone} {...(icon ? { icon } : {})}>
          {word}
        </StatusText>
      </Td>
      <Td numeric>
        <Amount lovelace={row.lovelace} />
      </Td>
      <Td numeric>{groupDigits(row.recipients)}</Td>
      <Td>
        {row.txHash ? (
          <Hash text={row.txHash} label="transaction id" {...link(explorerHref(network, "transaction", row.txHash))} />
        ) : (
          <span className="text-muted">none yet</span>
        )}
      </Td>
      <Td numeric>{row.confirmations === null ? "" : groupDigits(row.confirmations)}</Td>
    </tr>
  );
}

function link(href: string | undefined) {
  return href ? { href } : {};
}
