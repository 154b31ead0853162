import Link from "next/link";
import type { ReactNode } from "react";
import { BrandMark } from "@/components/admin/brand-mark";
import { describeNetwork } from "@/components/days/network";
import { PublicBanner } from "@/components/incidents/public-banner";
import { PublicLive, PublicOffline } from "@/components/live/public-live";
import { siteTexts } from "@/components/messages/site";
import { statusTexts } from "@/components/messages/status";
import { EnvironmentBadge } from "@/components/ui/environment-badge";
import { SiteFrame } from "@/components/ui/site-frame";
import { networkLabel } from "@/server/domain/cardano/network";
import { NEWEST_BLOCK_META, newestBlockText } from "@/server/domain/metrics/newest-block";
import { env } from "@/server/env";
import { publicIncidents } from "@/server/services/incidents/public-incidents";
import { publicPulse } from "@/server/services/published/public-pulse";
import { readOrNull } from "./read-or-null";

// All pages are live: nothing may be made at build time, without chain and database.
export const dynamic = "force-dynamic";

const { nav, footer } = siteTexts;
const NAV = [
  { href: "/eligibility", label: nav.eligibility },
  { href: "/days", label: nav.days },
  { href: "/docs/api", label: nav.api },
];

export default async function PublicLayout({ children }: { children: ReactNode }) {
  const nowMs = Date.now();
  // Pages that need no database are shown without one; the first answer then has them read again.
  const [pulse, incidents] = await Promise.all([readOrNull(publicPulse, nowMs), readOrNull(publicIncidents, nowMs)]);
  return (
    <PublicLive version={pulse?.version ?? ""}>
      {pulse ? <meta name={NEWEST_BLOCK_META} content={newestBlockText(pulse.game)} /> : null}
      <SiteFrame
        brand={
          <Link href="/" className="align-top">
            <BrandMark compact />
          </Link>
        }
        nav={NAV}
        aside={<EnvironmentBadge {...describeNetwork(networkLabel(env().NETWORK_MAGIC))} />}
        notice={
          <>
            <PublicOffline />
            <PublicBanner open={incidents?.open ?? []} />
          </>
        }
        footer={
          <div className="flex flex-wrap justify-between gap-x-8 gap-y-2">
            <p className="max-w-prose">{footer}</p>
            <p className="flex flex-wrap gap-x-6 gap-y-2">
              <Link href="/status" className="touch-inline underline underline-offset-4 hover:text-ink">
                {statusTexts.link}
              </Link>
              <Link href="/admin" className="touch-inline underline underline-offset-4 hover:text-ink">
                {nav.console}
              </Link>
            </p>
          </div>
        }
      >
        {children}
      </SiteFrame>
    </PublicLive>
  );
}
