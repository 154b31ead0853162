import Link from "next/link";
import { HowItWorks } from "@/components/days/how-it-works";
import { LiveGame } from "@/components/days/live-game";
import { PoolStats } from "@/components/days/pool-stats";
import { PrizesChart } from "@/components/days/prizes-chart";
import { AddressForm } from "@/components/eligibility/address-form";
import { tokenName } from "@/components/eligibility/token-name";
import { Callout } from "@/components/ui/callout";
import { Card, Section } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { getContext } from "@/server/context";
import { isMainnet } from "@/server/domain/cardano/network";
import { env } from "@/server/env";
import type { Context } from "@/server/services/context";
import { estimateToday } from "@/server/services/eligibility/estimate";
import { ServiceError } from "@/server/services/errors";
import { listDays } from "@/server/services/published/list-days";
import { poolView } from "@/server/services/published/read-pool-view";

const CHART_DAYS = 60;

export default async function LandingPage() {
  const ctx = await getContext();
  const [view, { days }, today] = await Promise.all([
    poolView(ctx),
    listDays(ctx, { limit: CHART_DAYS }),
    readToday(ctx),
  ]);
  const prefix = isMainnet(env().NETWORK_MAGIC) ? "addr1" : "addr_test1";
  const token = view?.prizeAsset ? tokenName(view.prizeAsset) : null;
  return (
    <div className="flex flex-col gap-12">
      <div className="flex flex-col gap-6">
        <h1 className="max-w-3xl font-semibold text-display">
          Play, hold {token ?? "the token"}, and share the prize pool every day.
        </h1>
        <AddressForm prefix={prefix} />
        {view?.stopped ? (
          <Callout tone="stopped" title="Payouts are stopped">
            A check did not pass, and administrators are looking. What is owed stays owed.{" "}
            <Link href={`/days/${view.stopped.dayIndex}`} className="underline underline-offset-4">
              Why day {view.stopped.dayIndex} is stopped
            </Link>
          </Callout>
        ) : null}
        {view ? (
          <PoolStats view={view} today={today} />
        ) : (
          <Callout tone="waiting" title="The prize pool is being set up">
            Nothing has been read from the chain yet. Countdown, pool and game appear here as soon as it is.
          </Callout>
        )}
      </div>
      {view ? (
        <Section title="The game now">
          <LiveGame view={view} />
        </Section>
      ) : null}
      <Section
        title="Prizes by day"
        actions={
          <Link href="/days" className="text-accent underline underline-offset-4">
            All days
          </Link>
        }
      >
        {days.some((day) => day.payoutLovelace !== null) ? (
          <Card>
            <PrizesChart days={days} />
          </Card>
        ) : (
          <EmptyState title="No day has ended yet">
            The first bar appears when the first day's report is published.
          </EmptyState>
        )}
      </Section>
      <Section title="How it works">
        <HowItWorks />
      </Section>
    </div>
  );
}

/** An estimate that cannot be made (a source that is away) must not take the page with it. */
async function readToday(ctx: Context) {
  try {
    const { totals, potLovelace } = await estimateToday(ctx);
    return { eligible: totals.eligibleIdentities, potLovelace };
  } catch (error) {
    if (error instanceof ServiceError) return null;
    throw error;
  }
}
