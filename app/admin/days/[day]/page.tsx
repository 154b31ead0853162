import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Suspense } from "react";
import { ApprovalPanel } from "@/components/admin/day/approval-panel";
import { Batches } from "@/components/admin/day/batches";
import { ClosedByPeople } from "@/components/admin/day/closed-by-people";
import { PartPaid } from "@/components/admin/day/part-paid";
import { PayoutsHeld } from "@/components/admin/day/payouts-held";
import { PlanChecks } from "@/components/admin/day/plan-checks";
import { PlanSummary } from "@/components/admin/day/plan-summary";
import { RecipientDifference } from "@/components/admin/day/recipient-changes";
import { Recipients } from "@/components/admin/day/recipients";
import { StoppedDay } from "@/components/admin/day/stopped-day";
import { WaitsForDay } from "@/components/admin/day/waits-for-day";
import { DayStateBadge } from "@/components/days/day-state";
import { approvalTexts as texts } from "@/components/messages/approval";
import { payoutsTexts } from "@/components/messages/payouts";
import { terms } from "@/components/messages/terms";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { requireSession } from "@/server/auth/require-session";
import { getContext } from "@/server/context";
import { UNSETTLED_DAY_STATES } from "@/server/domain/day/states";
import { env } from "@/server/env";
import { largestLines, listLines } from "@/server/services/approval/list-lines";
import { readDayToApprove } from "@/server/services/approval/read-day-to-approve";
import { recipientChanges } from "@/server/services/approval/recipient-changes";
import { findHold, sayHeld } from "@/server/services/chain-hold/find-hold";
import { mayRelease } from "@/server/services/day/release-request";
import { mayStop } from "@/server/services/day/stop-day";
import { ServiceError } from "@/server/services/errors";
import { paymentsNow } from "@/server/services/published/payments";

type DayPageProps = {
  params: Promise<{ day: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const PAGE_LINES = 50;
const LARGEST = 10;
const { changes } = texts;

export async function generateMetadata({ params }: DayPageProps): Promise<Metadata> {
  return { title: terms.day((await params).day) };
}

export default async function DayPage({ params, searchParams }: DayPageProps) {
  const session = await requireSession();
  const { day } = await params;
  if (!/^-?\d{1,9}$/.test(day)) notFound();
  const dayIndex = Number(day);
  const ctx = await getContext();
  const view = await readDayToApprove(ctx, { dayIndex, userId: session.userId }).catch((error: unknown) => {
    if (error instanceof ServiceError && error.code === "not-found") notFound();
    throw error;
  });
  const query = await searchParams;
  const text = (key: string) => (typeof query[key] === "string" && query[key] !== "" ? query[key] : undefined);
  const search = text("q")?.trim() ?? "";
  const page = await listLines(ctx.db, dayIndex, {
    search,
    after: text("after"),
    before: text("before"),
    limit: PAGE_LINES,
  });
  const payments = (await paymentsNow(ctx.db, [view.day])).get(dayIndex) ?? null;
  const stopped = view.day.state === "FROZEN";
  const hold = UNSETTLED_DAY_STATES.includes(view.day.state) ? await findHold(ctx.db) : null;
  return (
    <>
      <PageHeader
        title={terms.day(dayIndex)}
        badge={<DayStateBadge state={view.day.state} ended={view.ended} waitsForDay={view.waitsForDay} />}
        crumbs={[{ label: payoutsTexts.title, href: "/admin/payouts" }]}
      />
      {view.day.state === "PART_PAID" ? <PartPaid left={view.left} resumeBeforeMs={view.resumeBeforeMs} /> : null}
      {view.day.closing === null ? null : <ClosedByPeople closing={view.day.closing} />}
      {view.waitsForDay === null ? null : <WaitsForDay day={view.waitsForDay} />}
      {hold === null ? null : <PayoutsHeld fact={sayHeld(hold)} />}
      {stopped ? (
        <StoppedDay view={view} release={await mayRelease(ctx.db, view.day, { ...session, id: session.userId })} />
      ) : null}
      <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_24rem] lg:grid-rows-[auto_1fr] xl:grid-cols-[minmax(0,1fr)_25rem]">
        <div className="flex min-w-0 flex-col gap-6">
          <PlanSummary view={view} />
          <PlanChecks findings={view.findings} opinion={view.opinion} />
          {view.figures ? (
            <Suspense fallback={<Card note={changes.reading} title={changes.titleLoading} />}>
              <Difference dayIndex={dayIndex} beforeDay={view.before?.dayIndex ?? null} />
            </Suspense>
          ) : null}
        </div>
        <aside aria-label={texts.panel.title} className="min-w-0 lg:col-start-2 lg:row-span-2 lg:row-start-1">
          <ApprovalPanel
            view={view}
            networkMagic={env().NETWORK_MAGIC}
            mayStop={await mayStop(ctx.db, view.day, session)}
          />
        </aside>
        <div className="flex min-w-0 flex-col gap-6">
          {view.batches.length > 0 ? (
            <Card title={texts.transactions} flush>
              <Batches day={{ ...view, dayIndex, payments }} />
            </Card>
          ) : null}
          {view.day.lineSetId === null ? null : (
            <Recipients
              path={`/admin/days/${dayIndex}`}
              search={search}
              page={page}
              largest={await largestLines(ctx.db, dayIndex, LARGEST)}
            />
          )}
        </div>
      </div>
    </>
  );
}

/** Comparing a million recipients takes seconds: the rest of the page does not wait for it. */
async function Difference({ dayIndex, beforeDay }: { dayIndex: number; beforeDay: number | null }) {
  const { db } = await getContext();
  const found = beforeDay === null ? null : await recipientChanges(db, { dayIndex, beforeDay });
  return found ? <RecipientDifference changes={found} /> : <Card title={changes.titleLoading} note={changes.first} />;
}
