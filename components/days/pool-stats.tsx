import Link from "next/link";
import { landingTexts } from "@/components/messages/landing";
import { nextPayoutTexts } from "@/components/messages/next-payout";
import { terms } from "@/components/messages/terms";
import { Stat, StatGrid } from "@/components/ui/stat";
import { Time } from "@/components/ui/time";
import type { PoolView } from "@/server/services/published/read-pool-view";
import { groupDigits } from "@/server/words/format";
import { dayStateLook } from "./day-state";
import { MomentValue } from "./moment-value";
import { PoolBalance } from "./pool-balance";

const texts = landingTexts.pool;

type PoolStatsProps = {
  view: PoolView;
  /** Who would be paid if the day ended now; null if there is no estimate. */
  today: { eligible: number; potLovelace: bigint } | null;
};

/** When, how much, how many: by the chain's clock and at one block. */
export function PoolStats({ view, today }: PoolStatsProps) {
  const { next, block } = view;
  const { until } = nextPayoutTexts.moments[next.moment.kind];
  return (
    <StatGrid columns={3}>
      <Stat
        label={until === null ? nextPayoutTexts.title : `${nextPayoutTexts.title} · ${until}`}
        value={<MomentValue moment={next.moment} nowMs={block.timeMs} />}
        state={dayStateLook(next)}
        note={
          <>
            <Link href={`/days/${next.dayIndex}`} className="touch-inline underline underline-offset-4 hover:text-ink">
              {terms.day(next.dayIndex)}
            </Link>
            <Expected next={next} />
          </>
        }
      />
      <PoolBalance lovelace={String(view.balanceLovelace)} height={block.height} />
      <Stat
        label={texts.eligible}
        value={today === null ? texts.unknown : groupDigits(today.eligible)}
        note={today === null ? texts.noEstimate : texts.share(today.potLovelace)}
      />
    </StatGrid>
  );
}

/** When the money comes, as far as anybody can say. */
function Expected({ next: { moment, times } }: { next: PoolView["next"] }) {
  const said = expectationOf(moment.kind, times);
  if (said === null || said.atMs === null) return null;
  return (
    <>
      , {said.text} <Time ms={said.atMs} show="exact" />
    </>
  );
}

function expectationOf(
  kind: PoolView["next"]["moment"]["kind"],
  { approvalDueMs, deadlineMs }: PoolView["next"]["times"],
): { text: string; atMs: number | null } | null {
  switch (kind) {
    case "release":
      return null;
    case "payment":
      return { text: nextPayoutTexts.paidBy, atMs: deadlineMs };
    case "signing-closes":
    case "new-proposal":
      return { text: nextPayoutTexts.approvalWasDue, atMs: approvalDueMs };
    default:
      return { text: nextPayoutTexts.expectedBy, atMs: approvalDueMs };
  }
}
