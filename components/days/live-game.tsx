"use client";

import { useGame } from "@/components/live/public-live";
import { landingTexts } from "@/components/messages/landing";
import { terms } from "@/components/messages/terms";
import { Amount } from "@/components/ui/amount";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Hash } from "@/components/ui/hash";
import { Stat, StatGrid } from "@/components/ui/stat";
import { Table, Td, Th } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { GameNow } from "@/server/services/published/public-pulse";
import { groupDigits } from "@/server/words/format";
import { TransactionId } from "./transaction-id";

const texts = landingTexts.game;

/** The game at our newest block; it changes while somebody looks. `made`: as the page was made with. */
export function LiveGame({ made, network }: { made: GameNow; network: string }) {
  const game = useGame() ?? made;
  return (
    <div className="flex flex-col gap-4">
      <StatGrid columns={3}>
        <Stat label={texts.playsToday} value={groupDigits(game.entriesToday)} note={texts.inTotal(game.entries)} />
        <Stat label={texts.playersToday} value={groupDigits(game.playersToday)} note={terms.day(game.dayIndex)} />
        <Stat
          label={texts.readTo}
          value={groupDigits(game.height)}
          note={<Time ms={game.timeMs} show="exact" precision="second" />}
        />
      </StatGrid>
      <LatestPlays game={game} network={network} />
    </div>
  );
}

function LatestPlays({ game, network }: { game: GameNow; network: string }) {
  if (game.lastEntries.length === 0) return <EmptyState title={texts.empty.title}>{texts.empty.text}</EmptyState>;
  return (
    <Card title={texts.title} flush>
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
              <Time ms={timeMs} nowMs={game.timeMs} />
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
