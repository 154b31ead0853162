import { Clock, type LucideIcon } from "lucide-react";
import { dayTexts } from "@/components/messages/day";
import { stateTexts } from "@/components/messages/states";
import { terms } from "@/components/messages/terms";
import { Amount } from "@/components/ui/amount";
import { StatusText } from "@/components/ui/badge";
import { Progress } from "@/components/ui/progress";
import { RowTh, Table, TableFrame, Td, Th } from "@/components/ui/table";
import type { Tone } from "@/components/ui/tone";
import type { DayBatch, DayView } from "@/server/services/published/read-day";
import { groupDigits } from "@/server/words/format";
import { TransactionId } from "./transaction-id";

const texts = dayTexts.payments;
const LOOKS: Record<DayBatch["state"], { tone: Tone; icon?: LucideIcon }> = {
  waiting: { tone: "neutral" },
  carried: { tone: "neutral" },
  submitted: { tone: "info", icon: Clock },
  "in-ledger": { tone: "info", icon: Clock },
  confirmed: { tone: "well" },
};

/** The transactions that pay the day, each with its state on chain. */
export function Batches({ view, network }: { view: DayView; network: string }) {
  const { batches, commit, confirmDepth } = view;
  const paid = batches.filter(({ state }) => state === "confirmed").length;
  return (
    <div className="grid gap-4">
      <Progress
        label={texts.progress}
        value={paid}
        max={batches.length}
        valueText={texts.confirmed(paid, batches.length)}
        segments={batches.length}
        tone={batches.length > 0 && paid === batches.length ? "well" : undefined}
      />
      <TableFrame>
        <Table
          caption={texts.caption}
          head={
            <>
              <Th>{terms.head.batch}</Th>
              <Th>{terms.head.state}</Th>
              <Th numeric>{terms.prizes}</Th>
              <Th numeric>{terms.head.recipients}</Th>
              <Th>{terms.head.transaction}</Th>
              <Th numeric>{terms.head.confirmations}</Th>
            </>
          }
        >
          {batches.map((row) => (
            <BatchRow key={row.batchNo} row={row} network={network} />
          ))}
        </Table>
      </TableFrame>
      <p className="text-muted text-small">
        {commit ? (
          <>
            {texts.commit} <TransactionId txHash={commit.txHash} network={network} label={terms.id.commit} />
            <br />
          </>
        ) : null}
        {texts.depth(confirmDepth)}
      </p>
    </div>
  );
}

function BatchRow({ row, network }: { row: DayBatch; network: string }) {
  return (
    <tr>
      <RowTh>{row.batchNo}</RowTh>
      <Td>
        <StatusText {...LOOKS[row.state]}>{stateTexts.batch[row.state]}</StatusText>
      </Td>
      <Td numeric>
        <Amount lovelace={row.lovelace} />
      </Td>
      <Td numeric>{groupDigits(row.recipients)}</Td>
      <Td>
        {row.txHash ? (
          <TransactionId txHash={row.txHash} network={network} />
        ) : (
          <span className="text-muted">{texts.noTransaction}</span>
        )}
      </Td>
      <Td numeric>{row.confirmations === null ? "" : groupDigits(row.confirmations)}</Td>
    </tr>
  );
}
