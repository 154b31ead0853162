import { payoutsTexts } from "@/components/messages/payouts";
import { stateTexts } from "@/components/messages/states";
import { Amount } from "@/components/ui/amount";
import { StatusText } from "@/components/ui/badge";
import { Hash } from "@/components/ui/hash";
import { RowTh, Table, TableMessage, Td, Th } from "@/components/ui/table";
import type { Tone } from "@/components/ui/tone";
import type { AttemptKind, AttemptState } from "@/server/domain/day/attempt-states";
import type { AttemptView, BatchView } from "@/server/services/approval/plan-figures";
import type { DayPayments, Payment } from "@/server/services/published/payments";
import { groupDigits } from "@/server/words/format";

const texts = payoutsTexts.batch;
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

type BatchesProps = {
  day: {
    readonly dayIndex: number;
    readonly batches: readonly BatchView[];
    readonly attempts: readonly AttemptView[];
    readonly payments: DayPayments | null;
  };
};

/** The Commit and every batch, each with its transactions: those built here, else the one that the chain shows. */
export function Batches({ day: { dayIndex, batches, attempts, payments } }: BatchesProps) {
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
      {before.length > 0 ? <Acts attempts={before} /> : <CommitOnChain commit={payments?.commit ?? null} />}
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
              <PaymentCells payment={payments?.batches.get(batch.batchNo) ?? null} />
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

/** It was sent by another installation, or before this database was restored. */
function CommitOnChain({ commit }: { commit: DayPayments["commit"] }) {
  if (commit === null) return null;
  return (
    <tr>
      <RowTh>{ACTS.commit}</RowTh>
      <Td />
      <Td />
      <OnChainCells txHash={commit.txHash} height={commit.height} state={texts.onChain} />
    </tr>
  );
}

function PaymentCells({ payment }: { payment: Payment | null }) {
  if (payment && payment.txHash !== null && payment.height !== null) {
    const { txHash, height, state } = payment;
    return <OnChainCells txHash={txHash} height={height} state={stateTexts.batch[state]} />;
  }
  return (
    <Td colSpan={4} className="text-muted">
      {payment?.state === "carried" ? texts.carried : texts.notBuilt}
    </Td>
  );
}

function OnChainCells({ txHash, height, state }: { txHash: string; height: number; state: string }) {
  return (
    <>
      <Td>
        <Hash text={txHash} label="transaction id" head={6} tail={6} />
      </Td>
      <Td>
        <StatusText tone="well">{state}</StatusText>
      </Td>
      <Td />
      <Td numeric>{groupDigits(height)}</Td>
    </>
  );
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
