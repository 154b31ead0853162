import type { Metadata } from "next";
import { AuditList } from "@/components/admin/audit-list";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { groupDigits } from "@/components/ui/format";
import { Hash } from "@/components/ui/hash";
import { Input } from "@/components/ui/input";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { requireSession } from "@/server/auth/require-session";
import { getContext } from "@/server/context";
import { listAudit, verifyAuditLog } from "@/server/services/audit/list-audit";

export const metadata: Metadata = { title: "Audit log" };

const PAGE_EVENTS = 50;
type AuditPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function AuditPage({ searchParams }: AuditPageProps) {
  await requireSession("audit.read");
  const query = await searchParams;
  const search = typeof query.q === "string" ? query.q.trim() : "";
  const below = typeof query.below === "string" && /^\d{1,15}$/.test(query.below) ? Number(query.below) : null;
  const { db } = await getContext();
  const verdict = await verifyAuditLog(db);
  const page = await listAudit(db, { below, search, limit: PAGE_EVENTS });
  const link = (from: number) =>
    `/admin/audit?${new URLSearchParams({ ...(search ? { q: search } : {}), below: `${from}` })}`;
  return (
    <>
      <PageHeader title="Audit log" note="Who did what. Each entry carries the hash of the one before." />
      {verdict.ok ? (
        <Callout tone="well" title={`The log is whole: ${groupDigits(verdict.events)} entries checked just now`}>
          Write the newest hash down elsewhere: then a log that was cut off at its end is noticed too.
          <br />
          <Hash text={verdict.head} label="newest hash" />
        </Callout>
      ) : (
        <Callout tone="stopped" title={`The log was changed at entry ${verdict.sequence}`}>
          {verdict.problem}. Payments are safe, since the chain decides them, but what this log says from there on is
          not evidence. Compare it with a backup.
        </Callout>
      )}
      {/* biome-ignore lint/a11y/useSemanticElements: <search> is not known to every screen reader yet */}
      <form role="search" className="flex max-w-md gap-2">
        <Input
          name="q"
          type="search"
          defaultValue={search}
          aria-label="Find by actor, action or subject"
          placeholder="day.approve, day:20779, user:…"
        />
        <Button type="submit">Find</Button>
      </form>
      <AuditList entries={page.entries} />
      <Pagination
        label="Entries"
        previousHref={below === null ? undefined : `/admin/audit${search ? `?q=${encodeURIComponent(search)}` : ""}`}
        nextHref={page.olderThan === null ? undefined : link(page.olderThan)}
      >
        Newest first
      </Pagination>
    </>
  );
}
