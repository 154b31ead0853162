import type { Metadata } from "next";
import Link from "next/link";
import { Batches } from "@/components/admin/day/batches";
import { DayStateBadge } from "@/components/days/day-state";
import { payoutsTexts as texts } from "@/components/messages/payouts";
import { terms } from "@/components/messages/terms";
import { Amount } from "@/components/ui/amount";
import { Digits } from "@/components/ui/digits";
import { Disclosure } from "@/components/ui/disclosure";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { requireSession } from "@/server/auth/require-session";
import { getContext } from "@/server/context";
import { listPayouts, type PayoutDay } from "@/server/services/overview/list-payouts";
import { formatAda } from "@/server/words/format";

export const metadata: Metadata = { title: texts.title };

const PAGE_DAYS = 20;
type PayoutsPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function PayoutsPage({ searchParams }: PayoutsPageProps) {
  await requireSession();
  const { below } = await searchParams;
  const from = typeof below === "string" && /^-?\d{1,9}$/.test(below) ? Number(below) : null;
  const { db } = await getContext();
  const { days, olderThan } = await listPayouts(db, { below: from, limit: PAGE_DAYS });
  return (
    <>
      <PageHeader title={texts.title} note={texts.note} />
      {days.length === 0 ? (
        <EmptyState title={texts.none}>{texts.noneNote}</EmptyState>
      ) : (
        <ul className="flex flex-col gap-2">
          {days.map((day) => (
            <li key={day.dayIndex}>
              <Day day={day} />
            </li>
          ))}
        </ul>
      )}
      <Pagination
        label={terms.days}
        previousHref={from === null ? undefined : "/admin/payouts"}
        nextHref={olderThan === null ? undefined : `/admin/payouts?below=${olderThan}`}
      >
        {from === null ? terms.newestFirst : texts.before(from)}
      </Pagination>
    </>
  );
}

function Day({ day }: { day: PayoutDay }) {
  return (
    <Disclosure
      id={`day-${day.dayIndex}`}
      summary={
        <span className="figures flex flex-wrap items-baseline gap-x-4">
          <span>{terms.day(day.dayIndex)}</span>
          {day.totalLovelace === null ? null : (
            <span className="font-normal text-muted">
              <Digits text={texts.summary(formatAda(day.totalLovelace), day.outputs ?? 0, day.batches.length)} />
            </span>
          )}
        </span>
      }
      aside={<DayStateBadge state={day.state} plain />}
    >
      <div className="-mx-5 -mt-4">
        <Batches day={day} />
      </div>
      <p className="mt-3 flex flex-wrap gap-x-6 text-small">
        <Link href={`/admin/days/${day.dayIndex}`} className="text-accent underline underline-offset-4">
          {texts.open}
        </Link>
        {day.feeLovelace === null ? null : (
          <span className="text-muted">
            {texts.fees} <Amount lovelace={day.feeLovelace} />
          </span>
        )}
      </p>
    </Disclosure>
  );
}
