import { Amount } from "@/components/ui/amount";
import { Card } from "@/components/ui/card";
import { Digits } from "@/components/ui/digits";
import { EmptyState } from "@/components/ui/empty-state";
import { groupDigits } from "@/components/ui/format";
import { Hash } from "@/components/ui/hash";
import { Table, Td, Th } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { PoolView } from "@/server/services/published/read-pool-view";
import { explorerHref } from "./network";

/** What the game's address has seen, up to our newest block. */
export function LiveGame({ view }: { view: PoolView }) {
  const { game, block, network } = view;
  const note = `${count(game.entriesToday, "entry", "entries")} by ${count(game.playersToday, "player", "players")} today, ${groupDigits(game.entries)} in all.`;
  if (game.lastEntries.length === 0) {
    return (
      <EmptyState title="Nobody has played yet">
        The first payment to the game's address will be listed here, a block after it is made.
      </EmptyState>
    );
  }
  return (
    <Card title="Latest entries" note={<Digits text={note} />} flush>
      <Table
        caption="Latest entries of the game"
        head={
          <>
            <Th>Transaction</Th>
            <Th>Player</Th>
            <Th>When</Th>
            <Th numeric>Paid in</Th>
          </>
        }
      >
        {game.lastEntries.map(({ txHash, identity, timeMs, lovelace }) => {
          const href = explorerHref(network, "transaction", txHash);
          return (
            <tr key={txHash}>
              <Td>
                <Hash text={txHash} label="transaction id" {...(href ? { href } : {})} />
              </Td>
              <Td>
                {identity === null ? (
                  <span className="text-muted">counts for nobody</span>
                ) : (
                  <Hash text={identity.replace(/^key:/, "")} label="player's key hash" copy={false} />
                )}
              </Td>
              <Td>
                <Time ms={timeMs} nowMs={block.timeMs} />
              </Td>
              <Td numeric>
                <Amount lovelace={lovelace} />
              </Td>
            </tr>
          );
        })}
      </Table>
    </Card>
  );
}

function count(value: number, one: string, many: string): string {
  return `${groupDigits(value)} ${value === 1 ? one : many}`;
}
