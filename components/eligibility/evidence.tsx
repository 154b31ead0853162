import { explorerHref } from "@/components/days/network";
import { TransactionId } from "@/components/days/transaction-id";
import { eligibilityTexts } from "@/components/messages/eligibility";
import { terms } from "@/components/messages/terms";
import { Amount } from "@/components/ui/amount";
import { Disclosure } from "@/components/ui/disclosure";
import { Hash } from "@/components/ui/hash";
import { Table, TableMessage, Td, Th } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { formatAda, groupDigits } from "@/server/words/format";
import { sayTokens } from "./token-name";
import type { Assessed } from "./verdict";

const texts = eligibilityTexts.evidence;
const { head } = terms;

type EvidenceProps = { view: Assessed; network: string };

/** The evidence for the verdict, in three parts that open. */
export function Evidence(props: EvidenceProps) {
  return (
    <div className="grid gap-3">
      <Played {...props} />
      <Held {...props} />
      <Paid {...props} />
    </div>
  );
}

function Figure({ text }: { text: string }) {
  return <span className="figures text-muted">{text}</span>;
}

function Note({ text }: { text: string }) {
  return <p className="mt-3 text-muted text-small">{text}</p>;
}

function Played({ view, network }: EvidenceProps) {
  const { title, total, caption, none } = texts.played;
  return (
    <Disclosure id="played" summary={title} aside={<Figure text={total(view.plays, view.playedLovelace)} />}>
      <Table
        caption={caption}
        head={
          <>
            <Th>{head.transaction}</Th>
            <Th>{head.time}</Th>
            <Th numeric>{head.block}</Th>
            <Th numeric>{head.amount}</Th>
          </>
        }
      >
        {view.played.length === 0 ? <TableMessage columns={4}>{none}</TableMessage> : null}
        {view.played.map((play) => (
          <tr key={play.txHash}>
            <Td>
              <TransactionId txHash={play.txHash} network={network} />
            </Td>
            <Td>
              <Time ms={play.timeMs} show="exact" />
            </Td>
            <Td numeric>{groupDigits(play.height)}</Td>
            <Td numeric>
              <Amount lovelace={play.lovelace} />
            </Td>
          </tr>
        ))}
      </Table>
      {view.played.length < view.plays ? <Note text={texts.newest(view.played.length, view.plays)} /> : null}
    </Disclosure>
  );
}

function Held({ view, network }: EvidenceProps) {
  const { title, caption, none } = texts.held;
  const { held, heldAddresses, utxos, block } = view;
  const unit = view.terms.prizeAsset;
  return (
    <Disclosure id="held" summary={title} aside={<Figure text={sayTokens(view.decision.quantity, unit)} />}>
      <Table
        caption={caption(block.height)}
        head={
          <>
            <Th>{head.address}</Th>
            <Th>{head.output}</Th>
            <Th numeric>{head.sinceBlock}</Th>
            <Th numeric>{head.tokens}</Th>
          </>
        }
      >
        {utxos.length === 0 ? <TableMessage columns={4}>{none(block.height)}</TableMessage> : null}
        {utxos.map((utxo) => (
          <tr key={`${utxo.txHash}#${utxo.outputIndex}`}>
            <Td>
              <Hash
                text={utxo.address}
                label={terms.id.address}
                href={explorerHref(network, "address", utxo.address)}
              />
            </Td>
            <Td>
              <span className="inline-flex items-center whitespace-nowrap">
                <TransactionId txHash={utxo.txHash} network={network} />
                <span className="font-mono text-muted">#{utxo.outputIndex}</span>
              </span>
            </Td>
            <Td numeric>{groupDigits(utxo.createdHeight)}</Td>
            <Td numeric>{groupDigits(utxo.quantity)}</Td>
          </tr>
        ))}
      </Table>
      {held.length < heldAddresses ? <Note text={texts.largest(held.length, heldAddresses)} /> : null}
    </Disclosure>
  );
}

function Paid({ view: { history }, network }: EvidenceProps) {
  const { title, caption, none } = texts.paid;
  const paid = history.entries
    .filter((entry) => entry.amountState === "confirmed")
    .flatMap(({ transactions, dayIndex }) => transactions.map((row) => ({ ...row, dayIndex })));
  return (
    <Disclosure id="paid" summary={title} aside={<Figure text={formatAda(history.confirmedLovelace)} />}>
      <Table
        caption={caption}
        head={
          <>
            <Th>{head.transaction}</Th>
            <Th numeric>{head.day}</Th>
            <Th numeric>{head.block}</Th>
          </>
        }
      >
        {paid.length === 0 ? <TableMessage columns={3}>{none}</TableMessage> : null}
        {paid.map(({ txHash, height, dayIndex }) => (
          <tr key={`${dayIndex} ${txHash}`}>
            <Td>
              <TransactionId txHash={txHash} network={network} />
            </Td>
            <Td numeric>{dayIndex}</Td>
            <Td numeric>{height === null ? "" : groupDigits(height)}</Td>
          </tr>
        ))}
      </Table>
    </Disclosure>
  );
}
