import type { Metadata } from "next";
import { DayTable } from "@/components/days/day-table";
import { daysTexts as texts } from "@/components/messages/days";
import { terms } from "@/components/messages/terms";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { getContext } from "@/server/context";
import { listDays } from "@/server/services/published/list-days";

export const metadata: Metadata = { title: terms.days };

type Query = { before?: string | string[] };

export default async function DaysPage({ searchParams }: { searchParams: Promise<Query> }) {
  const { before } = await searchParams;
  const from = typeof before === "string" && /^\d{1,9}$/.test(before) ? Number(before) : undefined;
  const { days, nextBefore } = await listDays(await getContext(), from === undefined ? {} : { before: from });
  return (
    <div className="flex flex-col gap-6">
      <PageHeader title={terms.days} note={texts.note} />
      {days.length === 0 ? (
        <EmptyState title={from === undefined ? texts.empty.first : texts.empty.earlier}>{texts.empty.text}</EmptyState>
      ) : (
        <>
          <DayTable days={days} />
          <Pagination
            label={terms.days}
            previousHref={from === undefined ? undefined : "/days"}
            nextHref={nextBefore === null ? undefined : `/days?before=${nextBefore}`}
          >
            {texts.range(days[0]?.dayIndex ?? 0, days.at(-1)?.dayIndex ?? 0)}
          </Pagination>
        </>
      )}
    </div>
  );
}
