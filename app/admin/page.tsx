import type { Metadata } from "next";
import { Problems, Waiting } from "@/components/admin/overview/attention";
import { Metrics } from "@/components/admin/overview/metrics";
import { NextPayout } from "@/components/admin/overview/next-payout";
import { PayoutHistory } from "@/components/admin/overview/payout-history";
import { overviewTexts as texts } from "@/components/messages/overview";
import { Section } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { requireSession } from "@/server/auth/require-session";
import { getContext } from "@/server/context";
import { readOverview } from "@/server/services/overview/read-overview";

export const metadata: Metadata = { title: texts.title };

export default async function OverviewPage() {
  const { userId } = await requireSession();
  const overview = await readOverview(await getContext(), { userId, nowMs: Date.now() });
  const nowMs = overview.chain?.timeMs;
  return (
    <>
      <PageHeader title={texts.title} />
      <Problems problems={overview.problems} />
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
