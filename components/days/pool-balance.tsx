"use client";

import { useGame } from "@/components/live/public-live";
import { landingTexts } from "@/components/messages/landing";
import { Amount } from "@/components/ui/amount";
import { Stat } from "@/components/ui/stat";

const texts = landingTexts.pool;

/** What the pool holds, at which block; it changes while somebody looks. In lovelace, as decimal text. */
export function PoolBalance({ lovelace, height }: { lovelace: string; height: number }) {
  const game = useGame();
  return (
    <Stat
      label={texts.balance}
      value={<Amount lovelace={game?.poolLovelace ?? lovelace} />}
      note={texts.atBlock(game?.height ?? height)}
    />
  );
}
