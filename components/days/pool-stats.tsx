import Link from "next/link";
import { landingTexts } from "@/components/messages/landing";
import { terms } from "@/components/messages/terms";
import { Amount } from "@/components/ui/amount";
import { Countdown } from "@/components/ui/countdown";
import { Stat, StatGrid } from "@/components/ui/stat";
import { Time } from "@/components/ui/time";
import type { PoolView } from "@/server/services/published/read-pool-view";
import { groupDigits } from "@/server/words/format";
import { dayStateLook } from "./day-state";

const texts = landingTexts.pool;

type PoolStatsProps = {
  view: PoolView;
  /** Who would be paid if the day ended now; null if there is no estimate. */
  today: { eligible: number; potLovelace: bigint } | null;
};

/** When, how much, how many: by the chain's clock and at one block. */
export function PoolStats({ view, today }: PoolStatsProps) {
  const { next, stopped, block } = view;
  const doneLabel = next.state === "PROPOSED" ? texts.afterApproval : texts.dueNow;
  return (
    <StatGrid columns={3}>
      <Stat
        label={texts.nextPayout}
        value={stopped ? texts.stopped : <Countdown ms={next.dueMs} nowMs={block.timeMs} doneLabel={doneLabel} />}
        state={dayStateLook(next.state)}
        note={
          <>
            <Link href={`/days/${next.dayIndex}`} className="touch-inline underline underline-offset-4 hover:text-ink">
              {terms.day(next.dayIndex)}
            </Link>
            {stopped ? null : (
              <>
                , {next.dueMs <= block.timeMs ? texts.wasDue : texts.due} <Time ms={next.dueMs} show="exact" />
              </>
            )}
          </>
        }
      />
      <Stat
        label={texts.balance}
        value={<Amount lovelace={view.balanceLovelace} />}
        note={texts.atBlock(block.height)}
      />
      <Stat
        label={texts.eligible}
        value={today === null ? texts.unknown : groupDigits(today.eligible)}
        note={today === null ? texts.noEstimate : texts.share(today.potLovelace)}
      />
    </StatGrid>
  );
}
