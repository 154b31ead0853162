import Link from "next/link";
import { HowItWorks } from "@/components/days/how-it-works";
import { LatePayouts } from "@/components/days/late-payouts";
import { LiveGame } from "@/components/days/live-game";
import { PoolStats } from "@/components/days/pool-stats";
import { PrizesChart } from "@/components/days/prizes-chart";
import { AddressForm } from "@/components/eligibility/address-form";
import { tokenName } from "@/components/eligibility/token-name";
import { landingTexts as texts } from "@/components/messages/landing";
import { terms } from "@/components/messages/terms";
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
import { publicPulse } from "@/server/services/published/public-pulse";
import { readPoolView } from "@/server/services/published/read-pool-view";

const CHART_DAYS = 60;

export default async function LandingPage() {
  const ctx = await getContext();
  const [view, { days }, today, { game }] = await Promise.all([
    readPoolView(ctx),
    listDays(ctx, { limit: CHART_DAYS }),
    readToday(ctx),
    publicPulse(ctx, Date.now()),
  ]);
  const prefix = isMainnet(env().NETWORK_MAGIC) ? "addr1" : "addr_test1";
  const token = view?.prizeAsset ? tokenName(view.prizeAsset) : null;
  return (
    <div className="flex flex-col gap-12">
      <div className="flex flex-col gap-6">
        <h1 className="max-w-3xl font-semibold text-display">{texts.title(token)}</h1>
        <AddressForm prefix={prefix} />
        {view?.stopped ? (
          <Callout tone="stopped" title={texts.stopped.title}>
            {texts.stopped.text} {view.late ? texts.stopped.wait(view.late.days) : null}{" "}
            <Link href={`/days/${view.stopped.dayIndex}`} className="underline underline-offset-4">
              {texts.stopped.why(view.stopped.dayIndex)}
            </Link>
          </Callout>
        ) : null}
        {view && !view.stopped ? <LatePayouts view={view} /> : null}
        {view ? (
          <PoolStats view={view} today={today} />
        ) : (
          <Callout tone="waiting" title={texts.noPool.title}>
            {texts.noPool.text}
          </Callout>
        )}
      </div>
      {view && game ? (
        <Section title={texts.game.section}>
          <LiveGame made={game} network={view.network} />
        </Section>
      ) : null}
      <Section
        title={terms.prizesByDay}
        actions={
          <Link href="/days" className="text-accent underline underline-offset-4">
            {texts.prizes.all}
          </Link>
        }
      >
        {days.some((day) => day.payoutLovelace !== null) ? (
          <Card>
            <PrizesChart days={days} />
          </Card>
        ) : (
          <EmptyState title={texts.prizes.empty.title}>{texts.prizes.empty.text}</EmptyState>
        )}
      </Section>
      <Section title={texts.howItWorks.title}>
        <HowItWorks />
      </Section>
    </div>
  );
}

/** Null if there is no estimate (the chain source may be away): the page is shown without it. */
async function readToday(ctx: Context) {
  try {
    const { totals, potLovelace } = await estimateToday(ctx);
    return { eligible: totals.eligibleIdentities, potLovelace };
  } catch (error) {
    if (error instanceof ServiceError) return null;
    throw error;
  }
}
