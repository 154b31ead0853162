import type { Metadata } from "next";
import { AuditList } from "@/components/admin/audit-list";
import { AuditVerdict } from "@/components/admin/audit-verdict";
import { auditTexts as texts } from "@/components/messages/audit";
import { terms } from "@/components/messages/terms";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { requireSession } from "@/server/auth/require-session";
import { getContext } from "@/server/context";
import { listAudit } from "@/server/services/audit/list-audit";
import { readVerdict } from "@/server/services/audit/read-verdict";

export const metadata: Metadata = { title: texts.title };

const PAGE_EVENTS = 50;
type AuditPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function AuditPage({ searchParams }: AuditPageProps) {
  await requireSession("audit.read");
  const query = await searchParams;
  const search = typeof query.q === "string" ? query.q.trim() : "";
  const below = typeof query.below === "string" && /^\d{1,15}$/.test(query.below) ? Number(query.below) : null;
  const { db } = await getContext();
  const verdict = await readVerdict(db, Date.now());
  const page = await listAudit(db, { below, search, limit: PAGE_EVENTS });
  const link = (from: number) =>
    `/admin/audit?${new URLSearchParams({ ...(search ? { q: search } : {}), below: `${from}` })}`;
  return (
    <>
      <PageHeader title={texts.title} note={texts.note} />
      <AuditVerdict verdict={verdict} />
      {/* biome-ignore lint/a11y/useSemanticElements: not every screen reader knows <search> yet */}
      <form role="search" method="get" className="flex max-w-md gap-2">
        <Input name="q" type="search" defaultValue={search} aria-label={texts.search} placeholder={texts.placeholder} />
        <Button type="submit">{texts.find}</Button>
      </form>
      <AuditList entries={page.entries} />
      <Pagination
        label={texts.pages}
        previousHref={below === null ? undefined : `/admin/audit${search ? `?q=${encodeURIComponent(search)}` : ""}`}
        nextHref={page.olderThan === null ? undefined : link(page.olderThan)}
      >
        {search && page.olderThan !== null ? texts.searchedTo(page.from) : terms.newestFirst}
      </Pagination>
    </>
  );
}
