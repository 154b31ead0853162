import type { Metadata } from "next";
import { OpenIncidentList } from "@/components/admin/incidents/open-list";
import { OverTable } from "@/components/admin/incidents/over-table";
import { ReportForm } from "@/components/admin/incidents/report-form";
import { ResponseStats } from "@/components/admin/incidents/response-stats";
import { incidentsTexts as texts } from "@/components/messages/incidents";
import { terms } from "@/components/messages/terms";
import { Section } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { requireSession } from "@/server/auth/require-session";
import { getContext } from "@/server/context";
import { can } from "@/server/domain/people/roles";
import { MEASURED_DAYS, measureResponse } from "@/server/services/incidents/measure-response";
import { readIncidents } from "@/server/services/incidents/read-incidents";

export const metadata: Metadata = { title: texts.title };

const PAGE_INCIDENTS = 50;
type IncidentsPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function IncidentsPage({ searchParams }: IncidentsPageProps) {
  const { role } = await requireSession();
  const query = await searchParams;
  const below = typeof query.below === "string" && /^\d{1,9}$/.test(query.below) ? Number(query.below) : null;
  const { db } = await getContext();
  const { open, over, olderThan } = await readIncidents(db, { below, limit: PAGE_INCIDENTS });
  return (
    <>
      <PageHeader title={texts.title} note={texts.note} />
      {below === null ? (
        <>
          <OpenIncidentList open={open} />
          {can(role, "incident.open") ? <ReportForm /> : null}
          <ResponseStats response={await measureResponse(db, Date.now())} days={MEASURED_DAYS} />
        </>
      ) : null}
      <Section title={texts.over.title}>
        <OverTable over={over} />
        <Pagination
          label={texts.over.pages}
          previousHref={below === null ? undefined : "/admin/incidents"}
          nextHref={olderThan === null ? undefined : `/admin/incidents?below=${olderThan}`}
        >
          {over.length > 0 ? terms.newestFirst : null}
        </Pagination>
      </Section>
    </>
  );
}
