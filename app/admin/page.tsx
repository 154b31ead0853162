import type { Metadata } from "next";
import { Problems, Waiting } from "@/components/admin/overview/attention";
import { Metrics } from "@/components/admin/overview/metrics";
import { NextPayout } from "@/components/admin/overview/next-payout";
import { PayoutHistory } from "@/components/admin/overview/payout-history";
import { WaitingProposals } from "@/components/admin/rules/waiting-proposals";
import { overviewTexts as texts } from "@/components/messages/overview";
import { Section } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { requireSession } from "@/server/auth/require-session";
import { getContext } from "@/server/context";
import { readOverview } from "@/server/services/overview/read-overview";
import { proposalsToConfirm } from "@/server/services/proposals/proposals-to-confirm";

export const metadata: Metadata = { title: texts.title };

export default async function OverviewPage() {
  const session = await requireSession();
  const { userId } = session;
  const ctx = await getContext();
  const overview = await readOverview(ctx, { userId, nowMs: Date.now() });
  const nowMs = overview.chain?.timeMs;
  return (
    <>
      <PageHeader title={texts.title} />
      <Problems problems={overview.problems} />
      <WaitingProposals kinds={await proposalsToConfirm(ctx.db, { ...session, id: userId })} />
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <Waiting items={overview.waiting} nowMs={nowMs} />
        <NextPayout next={overview.next} nowMs={nowMs} />
      </div>
      <Section title={texts.service.title} note={texts.service.note}>
        <Metrics view={overview.metrics} service={overview.service} />
      </Section>
      <PayoutHistory points={overview.payouts} />
    </>
  );
}
