import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { Batches } from "@/components/days/batch-table";
import { DayLine } from "@/components/days/day-line";
import { nameDay } from "@/components/days/day-name";
import { DayNotice } from "@/components/days/day-notice";
import { DayStateBadge } from "@/components/days/day-state";
import { DayTotals } from "@/components/days/day-totals";
import { LiveGame } from "@/components/days/live-game";
import { PayoutHistogram } from "@/components/days/payout-histogram";
import { VerifyBox } from "@/components/days/verify-box";
import { dayTexts as texts } from "@/components/messages/day";
import { landingTexts } from "@/components/messages/landing";
import { terms } from "@/components/messages/terms";
import { Card, Section } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { getContext } from "@/server/context";
import { networkLabel } from "@/server/domain/cardano/network";
import { env } from "@/server/env";
import { ServiceError } from "@/server/services/errors";
import { publicPulse } from "@/server/services/published/public-pulse";
import { readDay } from "@/server/services/published/read-day";

type Props = { params: Promise<{ day: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: terms.day((await params).day) };
}

export default async function DayPage({ params }: Props) {
  const { day } = await params;
  const view = await read(decodeURIComponent(day));
  if (String(view.dayIndex) !== day) redirect(`/days/${view.dayIndex}`);
  const game = await readRunning(view.dayIndex);
  const network = networkLabel(env().NETWORK_MAGIC);
  return (
    <div className="flex flex-col gap-8">
      <PageHeader
        crumbs={[{ href: "/days", label: terms.days }]}
        title={terms.day(view.dayIndex)}
        badge={<DayStateBadge state={view.state} ended={view.ended} waitsForDay={view.waitsForDay} />}
        note={<span className="figures">{texts.utc(nameDay(view))}</span>}
      />
      <DayNotice view={view} />
      <Card title={texts.progress}>
        <DayLine view={view} />
      </Card>
      {view.report ? (
        <>
          <DayTotals view={view} />
          {view.bins.length > 0 ? (
            <Card title={terms.prizes}>
              <PayoutHistogram bins={view.bins} />
            </Card>
          ) : null}
          {view.batches.length > 0 ? (
            <Section title={texts.payments.title}>
              <Batches view={view} network={network} />
            </Section>
          ) : null}
          <VerifyBox view={view} />
        </>
      ) : (
        <EmptyState title={texts.noReport.title}>{texts.noReport.text}</EmptyState>
      )}
      {game ? (
        <Section title={landingTexts.game.section}>
          <LiveGame made={game} network={network} />
        </Section>
      ) : null}
    </div>
  );
}

/** The game, if this is the day that it is played for now. */
async function readRunning(dayIndex: number) {
  const { game } = await publicPulse(await getContext(), Date.now());
  return game?.dayIndex === dayIndex ? game : null;
}

async function read(day: string) {
  try {
    return await readDay(await getContext(), { day });
  } catch (error) {
    if (error instanceof ServiceError && error.code !== "conflict") notFound();
    throw error;
  }
}
