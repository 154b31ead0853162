import { landingTexts } from "@/components/messages/landing";
import { terms } from "@/components/messages/terms";
import { Amount } from "@/components/ui/amount";
import { Card } from "@/components/ui/card";
import { Digits } from "@/components/ui/digits";
import { EmptyState } from "@/components/ui/empty-state";
import { Hash } from "@/components/ui/hash";
import { Table, Td, Th } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { PoolView } from "@/server/services/published/read-pool-view";
import { TransactionId } from "./transaction-id";

const texts = landingTexts.game;

/** Payments to the game's address, up to our newest block. */
export function LiveGame({ view }: { view: PoolView }) {
  const { game, block, network } = view;
  if (game.lastEntries.length === 0) return <EmptyState title={texts.empty.title}>{texts.empty.text}</EmptyState>;
  const summary = texts.summary(game.entriesToday, game.playersToday, game.entries);
  return (
    <Card title={texts.title} note={<Digits text={summary} />} flush>
      <Table
        caption={texts.title}
        head={
          <>
            <Th>{terms.head.transaction}</Th>
            <Th>{terms.head.player}</Th>
            <Th>{terms.head.time}</Th>
            <Th numeric>{terms.head.amount}</Th>
          </>
        }
      >
        {game.lastEntries.map(({ txHash, identity, timeMs, lovelace }) => (
          <tr key={txHash}>
            <Td>
              <TransactionId txHash={txHash} network={network} />
            </Td>
            <Td>
              {identity === null ? (
                <span className="text-muted">{texts.notCounted}</span>
              ) : (
                <Hash text={identity.replace(/^key:/, "")} label={terms.id.playerKey} copy={false} />
              )}
            </Td>
            <Td>
              <Time ms={timeMs} nowMs={block.timeMs} />
            </Td>
            <Td numeric>
              <Amount lovelace={lovelace} />
            </Td>
          </tr>
        ))}
      </Table>
    </Card>
  );
}
