import { CircleSlash2, Undo2 } from "lucide-react";
import { TransactionId } from "@/components/days/transaction-id";
import { poolTexts } from "@/components/messages/pool";
import { StatusText } from "@/components/ui/badge";
import { EmptyState } from "@/components/ui/empty-state";
import { Pagination } from "@/components/ui/pagination";
import { RowTh, Table, TableFrame, Td, Th } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { ActList, ActView } from "@/server/services/acts/list-acts";
import { shortAct } from "@/server/words/act-fate";
import { ACT_WORDS } from "@/server/words/act-form";

const texts = poolTexts.ended;

/** What became of acts that can land no more. */
export function EndedActs({ acts, network }: { acts: Pick<ActList, "ended" | "olderThan">; network: string }) {
  const { ended, olderThan } = acts;
  if (ended.length === 0) return <EmptyState title={texts.none}>{texts.noneNote}</EmptyState>;
  return (
    <div className="flex flex-col gap-3">
      <TableFrame>
        <Table caption={texts.caption} head={texts.columns.map((column) => <Th key={column}>{column}</Th>)}>
          {ended.map((act) => (
            <tr key={act.id}>
              <RowTh>{ACT_WORDS[act.name].label}</RowTh>
              <Td>
                <Outcome act={act} />
              </Td>
              <Td className="whitespace-nowrap">
                {act.proposed.name} <Time ms={act.proposed.atMs} className="figures whitespace-nowrap text-muted" />
              </Td>
              <Td>{"txHash" in act.fate ? <TransactionId txHash={act.fate.txHash} network={network} /> : null}</Td>
            </tr>
          ))}
        </Table>
      </TableFrame>
      {olderThan === null ? null : (
        <Pagination label={texts.pages} nextHref={`/admin/pool?before=${olderThan}#ended`} />
      )}
    </div>
  );
}

function Outcome({ act: { fate, text, withdrawn } }: { act: ActView }) {
  if (fate.kind === "landed") {
    return (
      <span title={text}>
        <StatusText tone="well">{texts.landed}</StatusText>{" "}
        <span className="figures text-muted">{texts.landedDeep(fate.confirmations)}</span>
      </span>
    );
  }
  const isVoid = fate.kind === "void" || fate.kind === "other-plan";
  const why = fate.kind === "void" ? texts.voidBy(fate.text && shortAct(fate.text)) : texts.otherPlan;
  return (
    <span title={text} className="flex flex-col gap-0.5">
      <StatusText tone="neutral" icon={isVoid ? CircleSlash2 : Undo2}>
        {isVoid ? texts.void : texts.withdrawn}
      </StatusText>
      <span className="max-w-md break-words text-muted">
        {isVoid ? why : texts.withdrawnBy(withdrawn?.name ?? null)}
      </span>
    </span>
  );
}
