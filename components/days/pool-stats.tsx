import Link from "next/link";
import { Amount } from "@/components/ui/amount";
import { Countdown } from "@/components/ui/countdown";
import { groupDigits } from "@/components/ui/format";
import { Stat, StatGrid } from "@/components/ui/stat";
import { Time } from "@/components/ui/time";
import type { PoolView } from "@/server/services/published/read-pool-view";
import { dayStateLook } from "./day-state";

type PoolStatsProps = {
  view: PoolView;
  /** Who would be paid if the day ended now; null where that cannot be told at the moment. */
  today: { eligible: number; potLovelace: bigint } | null;
};

/** What is said once the payout is due and not there yet. */
function doneLabel(state: PoolView["next"]["state"]): string {
  return state === "PROPOSED" ? "Once approved" : "Any moment now";
}

/** When, how much, how many: all by the chain's clock and at one block. */
export function PoolStats({ view, today }: PoolStatsProps) {
  const { next, stopped, block } = view;
  const late = next.dueMs <= block.timeMs;
  return (
    <StatGrid columns={3}>
      <Stat
        label="Next payout"
        value={
          stopped ? "Stopped" : <Countdown ms={next.dueMs} nowMs={block.timeMs} doneLabel={doneLabel(next.state)} />
        }
        state={dayStateLook(next.state)}
        note={
          <>
            <Link href={`/days/${next.dayIndex}`} className="touch-inline underline underline-offset-4 hover:text-ink">
              Day {next.dayIndex}
            </Link>
            {stopped ? null : (
              <>
                {late ? ", was due " : ", due "}
                <Time ms={next.dueMs} show="exact" />
              </>
            )}
          </>
        }
      />
      <Stat
        label="Prize pool"
        value={<Amount lovelace={view.balanceLovelace} />}
        note={`at block ${groupDigits(block.height)}`}
      />
      <Stat
        label="Eligible so far today"
        value={today === null ? "Not known now" : groupDigits(today.eligible)}
        note={
          today === null ? (
            "The estimate cannot be made at the moment."
          ) : (
            <>
              share a pot of <Amount lovelace={today.potLovelace} />
            </>
          )
        }
      />
    </StatGrid>
  );
}
