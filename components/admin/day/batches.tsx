import { stateTexts } from "@/components/messages/states";
import { Amount } from "@/components/ui/amount";
import { StatusText } from "@/components/ui/badge";
import { Hash } from "@/components/ui/hash";
import { RowTh, Table, TableMessage, Td, Th } from "@/components/ui/table";
import type { Tone } from "@/components/ui/tone";
import type { AttemptKind, AttemptState } from "@/server/domain/day/attempt-states";
import type { AttemptView, BatchView } from "@/server/services/approval/plan-figures";
import { groupDigits } from "@/server/words/format";

const TONES: Record<AttemptState, Tone> = {
  BUILT: "info",
  BROADCAST: "info",
  IN_LEDGER: "info",
  CONFIRMED: "well",
  FINAL: "well",
  EXPIRED: "neutral",
  ORPHANED: "neutral",
  SUPERSEDED: "neutral",
};

type BatchesProps = { dayIndex: number; batches: readonly BatchView[]; attempts: readonly AttemptView[] };

/** The Commit and every batch, each with its transactions. */
export function Batches({ dayIndex, batches, attempts }: BatchesProps) {
  const [before, after] = [
    attempts.filter(({ kind }) => kind === "commit"),
    attempts.filter(({ kind }) => isEnd(kind)),
  ];
  return (
    <Table
      caption={`Transactions of day ${dayIndex}`}
      head={
        <>
          <Th>Part</Th>
          <Th numeric>Outputs</Th>
          <Th numeric>Amount, ADA</Th>
          <Th>Transaction</Th>
          <Th>State</Th>
          <Th numeric>Fee, ADA</Th>
          <Th numeric>Block</Th>
        </>
      }
    >
      {batches.length === 0 ? <TableMessage columns={7}>This day has no batches.</TableMessage> : null}
      <Acts attempts={before} />
      {batches.map((batch) => {
        const own = attempts.filter(({ kind, batchNo }) => kind === "pay" && batchNo === batch.batchNo);
        return (own.length > 0 ? own : [null]).map((attempt) => (
          <tr key={attempt?.txHash ?? batch.batchNo} id={`day-${dayIndex}-batch-${batch.batchNo}`}>
            <RowTh>Batch {batch.batchNo}</RowTh>
            <Td numeric>{groupDigits(batch.outputs)}</Td>
            <Td numeric>
              <Amount lovelace={batch.lovelace} form="column" unit={false} />
            </Td>
            {attempt ? (
              <AttemptCells attempt={attempt} />
            ) : (
              <Td colSpan={4} className="text-muted">
                not built yet
              </Td>
            )}
          </tr>
        ));
      })}
      <Acts attempts={after} />
    </Table>
  );
}

const isEnd = (kind: AttemptKind) => kind === "expire" || kind === "resume";
const ACTS = {
  commit: "Commit",
  pay: "Payment",
  expire: "End of the plan",
  resume: "Resume",
} as const satisfies Record<AttemptKind, string>;

/** Transactions that pay nobody. */
function Acts({ attempts }: { attempts: readonly AttemptView[] }) {
  return attempts.map((attempt) => (
    <tr key={attempt.txHash}>
      <RowTh>{ACTS[attempt.kind]}</RowTh>
      <Td />
      <Td />
      <AttemptCells attempt={attempt} />
    </tr>
  ));
}

function AttemptCells({ attempt }: { attempt: AttemptView }) {
  const { state } = attempt;
  return (
    <>
      <Td>
        <Hash text={attempt.txHash} label="transaction id" head={6} tail={6} />
      </Td>
      <Td>
        <StatusText tone={TONES[state]}>{stateTexts.attempt[state]}</StatusText>
      </Td>
      <Td numeric>
        <Amount lovelace={attempt.feeLovelace} form="column" unit={false} />
      </Td>
      <Td numeric>{attempt.ledgerHeight === null ? "none yet" : groupDigits(attempt.ledgerHeight)}</Td>
    </>
  );
}
