import type { Metadata } from "next";
import { OpenIncidents } from "@/components/admin/incidents/open-incidents";
import { AdoptedPool } from "@/components/admin/overview/adopted-pool";
import { Waiting } from "@/components/admin/overview/attention";
import { HealthParts, HealthProblems } from "@/components/admin/overview/health";
import { HoldForm } from "@/components/admin/overview/hold-form";
import { NextPayout } from "@/components/admin/overview/next-payout";
import { OpenRequests } from "@/components/admin/overview/open-requests";
import { PauseForm } from "@/components/admin/overview/pause-form";
import { PayoutHistory } from "@/components/admin/overview/payout-history";
import { RefreshEvery } from "@/components/admin/overview/refresh-every";
import { Sources } from "@/components/admin/overview/sources";
import { WaitingActs } from "@/components/admin/pool/waiting-acts";
import { WaitingProposals } from "@/components/admin/rules/waiting-proposals";
import { OwnWaits } from "@/components/admin/top-up/own-waits";
import { metricTexts } from "@/components/messages/metrics";
import { overviewTexts as texts } from "@/components/messages/overview";
import { terms } from "@/components/messages/terms";
import { MetricCost } from "@/components/metrics/metric-cost";
import { MetricDefinitions } from "@/components/metrics/metric-definitions";
import { MetricGrid } from "@/components/metrics/metric-grid";
import { MetricHistory } from "@/components/metrics/metric-history";
import { PerformanceTable } from "@/components/metrics/performance-table";
import { Section } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { requireSession } from "@/server/auth/require-session";
import { getContext } from "@/server/context";
import { type Action, can, rolesThatCan } from "@/server/domain/people/roles";
import { actsToSign } from "@/server/services/acts/acts-to-sign";
import { readOpen } from "@/server/services/incidents/read-incidents";
import { readOverview } from "@/server/services/overview/read-overview";
import { listRequests } from "@/server/services/people/list-requests";
import { proposalsToConfirm } from "@/server/services/proposals/proposals-to-confirm";
import { waitsForOwner } from "@/server/services/top-up/waits-for-owner";

export const metadata: Metadata = { title: texts.title };

/** As often as an engine looks at what may change soonest. */
const HEALTH_SECONDS = 30;

export default async function OverviewPage() {
  const session = await requireSession();
  const { userId, role } = session;
  const ctx = await getContext();
  const overview = await readOverview(ctx, { userId, nowMs: Date.now() });
  const nowMs = overview.chain?.timeMs;
  const { pause, hold } = overview;
  const action: Action = pause ? "engine.resume" : "engine.pause";
  const whyNot = (deed: Action) => (can(role, deed) ? null : terms.mayNot(role, rolesThatCan(deed).join(" or ")));
  const refusal = pause?.checkedBy?.userId === userId ? texts.pause.confirm.own : whyNot(action);
  const pauseForm = <PauseForm pause={pause} refusal={refusal} />;
  return (
    <>
      <PageHeader title={texts.title} />
      <OpenIncidents open={await readOpen(ctx.db)} />
      <HealthProblems health={overview.health} />
      {pause ? pauseForm : null}
      {hold ? (
        <HoldForm
          asked={hold.asked}
          refusal={hold.asked?.userId === userId ? texts.hold.confirm.own : whyNot("payouts.release")}
        />
      ) : null}
      {pause?.words ? <AdoptedPool words={pause.words} /> : null}
      <OpenRequests requests={await listRequests(ctx.db, { id: userId, role })} />
      {(await waitsForOwner(ctx.db, userId)) ? <OwnWaits /> : null}
      <WaitingActs acts={await actsToSign(ctx.db, userId)} />
      <WaitingProposals kinds={await proposalsToConfirm(ctx.db, { ...session, id: userId })} />
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <Waiting items={overview.waiting} nowMs={nowMs} />
        <NextPayout next={overview.next} nowMs={nowMs} />
      </div>
      <Section title={metricTexts.title} note={metricTexts.note}>
        <MetricGrid view={overview.metrics} service={overview.service} />
        <MetricCost cost={overview.metrics.metrics.cost} />
        <MetricDefinitions />
        <MetricHistory service={overview.service} />
        <PerformanceTable figures={overview.performance} />
      </Section>
      <PayoutHistory points={overview.payouts} />
      <Sources sources={overview.sources} />
      <HealthParts health={overview.health} />
      {pause ? null : pauseForm}
      <RefreshEvery seconds={HEALTH_SECONDS} />
    </>
  );
}
