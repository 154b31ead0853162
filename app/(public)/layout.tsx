import Link from "next/link";
import type { ReactNode } from "react";
import { BrandMark } from "@/components/admin/brand-mark";
import { describeNetwork } from "@/components/days/network";
import { EnvironmentBadge } from "@/components/ui/environment-badge";
import { SiteFrame } from "@/components/ui/site-frame";
import { networkLabel } from "@/server/domain/cardano/network";
import { env } from "@/server/env";

// Everything here is live: nothing may be made at build time, when there is no chain and no database.
export const dynamic = "force-dynamic";

const NAV = [
  { href: "/eligibility", label: "Am I eligible?" },
  { href: "/days", label: "Days" },
  { href: "/docs/api", label: "API" },
];

export default function PublicLayout({ children }: { children: ReactNode }) {
  return (
    <SiteFrame
      brand={
        <Link href="/" className="align-top">
          <BrandMark compact />
        </Link>
      }
      nav={NAV}
      aside={<EnvironmentBadge {...describeNetwork(networkLabel(env().NETWORK_MAGIC))} />}
      footer={
        <div className="flex flex-wrap justify-between gap-x-8 gap-y-2">
          <p className="max-w-prose">
            Payouts are approved by several people, sent by a contract, and can be recomputed by anyone from the chain
            and the day's report.
          </p>
          <p>
            <Link href="/admin" className="touch-inline underline underline-offset-4 hover:text-ink">
              For administrators
            </Link>
          </p>
        </div>
      }
    >
      {children}
    </SiteFrame>
  );
}
