import {
  BellRing,
  Coins,
  Gauge,
  Landmark,
  PiggyBank,
  Scale,
  ScrollText,
  Siren,
  UserRound,
  UsersRound,
} from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import { BrandMark } from "@/components/admin/brand-mark";
import { ConsoleApi } from "@/components/admin/console-api";
import { ChainTip, ConsoleOffline } from "@/components/admin/live-refresh";
import { Stay } from "@/components/admin/stay";
import { UserMenu } from "@/components/admin/user-menu";
import { describeNetwork } from "@/components/days/network";
import { accountTexts } from "@/components/messages/account";
import { alertTexts } from "@/components/messages/alerts";
import { auditTexts } from "@/components/messages/audit";
import { consoleTexts } from "@/components/messages/console";
import { incidentsTexts } from "@/components/messages/incidents";
import { overviewTexts } from "@/components/messages/overview";
import { participantsTexts } from "@/components/messages/participants";
import { payoutsTexts } from "@/components/messages/payouts";
import { poolTexts } from "@/components/messages/pool";
import { rulesTexts } from "@/components/messages/rules";
import { topUpTexts } from "@/components/messages/top-up";
import { ConsoleFrame } from "@/components/ui/console-frame";
import { EnvironmentBadge } from "@/components/ui/environment-badge";
import { requireSession } from "@/server/auth/require-session";
import { getContext } from "@/server/context";
import { networkLabel } from "@/server/domain/cardano/network";
import { env } from "@/server/env";
import { actsToSign } from "@/server/services/acts/acts-to-sign";
import { countUnanswered } from "@/server/services/incidents/count-unanswered";
import { readPulse } from "@/server/services/overview/read-pulse";
import { readWaiting } from "@/server/services/overview/read-waiting";
import { proposalsToConfirm } from "@/server/services/proposals/proposals-to-confirm";

export const dynamic = "force-dynamic";
export const metadata: Metadata = {
  title: { default: consoleTexts.title, template: `%s · ${consoleTexts.title}` },
  robots: { index: false },
};

/** The guard of the console: nothing below is shown without a session of level 2. Pages check again. */
export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const session = await requireSession();
  const ctx = await getContext();
  const pulse = await readPulse(ctx);
  const waiting = await readWaiting(ctx, session.userId);
  const proposals = await proposalsToConfirm(ctx.db, { ...session, id: session.userId });
  const acts = await actsToSign(ctx.db, session.userId);
  const incidents = await countUnanswered(ctx.db);
  const network = describeNetwork(networkLabel(env().NETWORK_MAGIC));
  const items = [
    {
      href: "/admin",
      label: overviewTexts.title,
      icon: <Gauge aria-hidden />,
      nested: false,
      count: waiting.length,
    },
    { href: "/admin/incidents", label: incidentsTexts.title, icon: <Siren aria-hidden />, count: incidents },
    { href: "/admin/payouts", label: payoutsTexts.title, icon: <Coins aria-hidden /> },
    { href: "/admin/pool", label: poolTexts.title, icon: <Landmark aria-hidden />, count: acts },
    { href: "/admin/top-up", label: topUpTexts.title, icon: <PiggyBank aria-hidden /> },
    { href: "/admin/participants", label: participantsTexts.title, icon: <UsersRound aria-hidden /> },
    { href: "/admin/rules", label: rulesTexts.title, icon: <Scale aria-hidden />, count: proposals.length },
    { href: "/admin/alerts", label: alertTexts.title, icon: <BellRing aria-hidden /> },
    { href: "/admin/audit", label: auditTexts.title, icon: <ScrollText aria-hidden /> },
    { href: "/admin/account", label: accountTexts.title, icon: <UserRound aria-hidden /> },
  ];
  return (
    <ConsoleApi>
      <Stay />
      <ConsoleFrame
        brand={
          <Link href="/" className="touch inline-flex items-center">
            <BrandMark />
          </Link>
        }
        groups={[{ items }]}
        network={<EnvironmentBadge {...network} />}
        live={network.live}
        tip={<ChainTip pulse={pulse} />}
        notice={<ConsoleOffline pulse={pulse} />}
        user={<UserMenu name={session.name} email={session.email} role={session.role} />}
      >
        {children}
      </ConsoleFrame>
    </ConsoleApi>
  );
}
