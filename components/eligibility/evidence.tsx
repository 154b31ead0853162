import { explorerHref } from "@/components/days/network";
import { Amount } from "@/components/ui/amount";
import { Disclosure } from "@/components/ui/disclosure";
import { formatAda, groupDigits } from "@/components/ui/format";
import { Hash } from "@/components/ui/hash";
import { Table, TableMessage, Td, Th } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { type Assessed, plays, tokens } from "./verdict";

type EvidenceProps = { view: Assessed; network: string };

function link(href: string | undefined) {
  return href ? { href } : {};
}

/** What the verdict rests on, in three parts that open. */
export function Evidence({ view, network }: EvidenceProps) {
  return (
    <div className="grid gap-3">
      <Played view={view} network={network} />
      <Held view={view} network={network} />
      <Paid view={view} network={network} />
    </div>
  );
}

function Shown({ shown, of, what }: { shown: number; of: number; what: string }) {
  if (shown >= of) return null;
  return <p className="mt-3 text-muted text-small">{`The ${what} ${shown} of ${groupDigits(of)}.`}</p>;
}

function Played({ view, network }: EvidenceProps) {
  const aside = view.plays === 0 ? "Never" : `${plays(view.plays)}, ${formatAda(view.playedLovelace)}`;
  return (
    <Disclosure id="played" summary="Played" aside={<span className="figures text-muted">{aside}</span>}>
      <Table
        caption="Transactions by which this identity played"
        head={
          <>
            <Th>Transaction</Th>
            <Th>When</Th>
            <Th numeric>Block</Th>
            <Th numeric>Paid to the game</Th>
          </>
        }
      >
        {view.played.length === 0 ? (
          <TableMessage columns={4}>No transaction of this identity has paid the game.</TableMessage>
        ) : (
          view.played.map((play) => (
            <tr key={play.txHash}>
              <Td>
                <Hash
                  text={play.txHash}
                  label="transaction id"
                  {...link(explorerHref(network, "transaction", play.txHash))}
                />
              </Td>
              <Td>
                <Time ms={play.timeMs} show="exact" />
              </Td>
              <Td numeric>{groupDigits(play.height)}</Td>
              <Td numeric>
                <Amount lovelace={play.lovelace} />
              </Td>
            </tr>
          ))
        )}
      </Table>
      <Shown shown={view.played.length} of={view.plays} what="newest" />
    </Disclosure>
  );
}

function Held({ view, network }: EvidenceProps) {
  const unit = view.terms.prizeAsset;
  const refused = view.held.filter((row) => row.unresolved !== null);
  return (
    <Disclosure
      id="held"
      summary="Hold"
      aside={<span className="figures text-muted">{tokens(view.decision.quantity, unit)}</span>}
    >
      {refused.length > 0 ? (
        <ul className="mb-4 grid gap-1 text-small">
          {refused.map((row) => (
            <li key={row.address}>
              <Hash text={row.address} label="address" /> holds {tokens(row.quantity, unit)} that do not count.{" "}
              {row.unresolved?.text}
            </li>
          ))}
        </ul>
      ) : null}
      <Table
        caption={`Outputs that hold the token at block ${view.block.height}`}
        head={
          <>
            <Th>Address</Th>
            <Th>Output</Th>
            <Th numeric>Since block</Th>
            <Th numeric>Tokens</Th>
          </>
        }
      >
        {view.utxos.length === 0 ? (
          <TableMessage columns={4}>
            {`No address of this identity held the token at block ${groupDigits(view.block.height)}.`}
          </TableMessage>
        ) : (
          view.utxos.map((utxo) => (
            <tr key={`${utxo.txHash}#${utxo.outputIndex}`}>
              <Td>
                <Hash text={utxo.address} label="address" {...link(explorerHref(network, "address", utxo.address))} />
              </Td>
              <Td>
                <span className="inline-flex items-center whitespace-nowrap">
                  <Hash
                    text={utxo.txHash}
                    label="transaction id"
                    {...link(explorerHref(network, "transaction", utxo.txHash))}
                  />
                  <span className="font-mono text-muted">#{utxo.outputIndex}</span>
                </span>
              </Td>
              <Td numeric>{groupDigits(utxo.createdHeight)}</Td>
              <Td numeric>{groupDigits(utxo.quantity)}</Td>
            </tr>
          ))
        )}
      </Table>
      <Shown shown={view.held.length} of={view.heldAddresses} what="largest addresses," />
    </Disclosure>
  );
}

function Paid({ view, network }: EvidenceProps) {
  const { history } = view;
  const paid = history.entries
    .filter((entry) => entry.amountState === "confirmed")
    .flatMap((entry) => entry.transactions.map((transaction) => ({ ...transaction, dayIndex: entry.dayIndex })));
  return (
    <Disclosure
      id="paid"
      summary="Paid"
      aside={<span className="figures text-muted">{formatAda(history.confirmedLovelace)}</span>}
    >
      <Table
        caption="Transactions that paid this identity"
        head={
          <>
            <Th>Transaction</Th>
            <Th numeric>Day</Th>
            <Th numeric>Block</Th>
          </>
        }
      >
        {paid.length === 0 ? (
          <TableMessage columns={3}>Nothing has been paid to this identity in the days listed.</TableMessage>
        ) : (
          paid.map(({ txHash, height, dayIndex }) => (
            <tr key={`${dayIndex} ${txHash}`}>
              <Td>
                <Hash text={txHash} label="transaction id" {...link(explorerHref(network, "transaction", txHash))} />
              </Td>
              <Td numeric>{dayIndex}</Td>
              <Td numeric>{height === null ? "" : groupDigits(height)}</Td>
            </tr>
          ))
        )}
      </Table>
    </Disclosure>
  );
}
