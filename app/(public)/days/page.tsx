import type { Metadata } from "next";
import { DayTable } from "@/components/days/day-table";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { getContext } from "@/server/context";
import { listDays } from "@/server/services/published/list-days";

export const metadata: Metadata = { title: "Days" };

type Query = { before?: string | string[] };

export default async function DaysPage({ searchParams }: { searchParams: Promise<Query> }) {
  const { before } = await searchParams;
  const from = typeof before === "string" && /^\d{1,9}$/.test(before) ? Number(before) : undefined;
  const { days, nextBefore } = await listDays(await getContext(), from === undefined ? {} : { before: from });
  return (
    <div className="flex flex-col gap-6">
      <PageHeader title="Days" note="Every day since the pool began, with its prizes and its proof." />
      {days.length === 0 ? (
        <EmptyState title={from === undefined ? "No day has begun yet" : "There are no earlier days"}>
          Days begin once the prize pool is on chain.
        </EmptyState>
      ) : (
        <>
          <DayTable days={days} />
          <Pagination
            label="Days"
            {...(from === undefined ? {} : { previousHref: "/days" })}
            {...(nextBefore === null ? {} : { nextHref: `/days?before=${nextBefore}` })}
          >
            Days {days[0]?.dayIndex} to {days.at(-1)?.dayIndex}, newest first
          </Pagination>
        </>
      )}
    </div>
  );
}
