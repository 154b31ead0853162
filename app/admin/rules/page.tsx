import type { Metadata } from "next";
import { OpenProposal } from "@/components/admin/rules/open-proposal";
import { ProposeForm } from "@/components/admin/rules/propose-form";
import { ScriptHeld } from "@/components/admin/rules/script-held";
import { VersionList } from "@/components/admin/rules/version-list";
import { rulesTexts as texts } from "@/components/messages/rules";
import { ButtonLink } from "@/components/ui/button";
import { Card, Section } from "@/components/ui/card";
import { DataList } from "@/components/ui/data-list";
import { Disclosure } from "@/components/ui/disclosure";
import { PageHeader } from "@/components/ui/page-header";
import { requireSession } from "@/server/auth/require-session";
import { getContext } from "@/server/context";
import { DOCUMENT_KINDS } from "@/server/domain/rules/document";
import { listScriptHeld } from "@/server/services/eligibility/list-script-held";
import { ServiceError } from "@/server/services/errors";
import { readDocumentPage } from "@/server/services/proposals/read-page";
import { describeDocument } from "@/server/words/document/say-document";

export const metadata: Metadata = { title: texts.title };

type RulesPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function RulesPage({ searchParams }: RulesPageProps) {
  const session = await requireSession();
  const query = await searchParams;
  const kind = DOCUMENT_KINDS.find((each) => each === query.kind) ?? "rules";
  const scripts = typeof query.scripts === "string" ? query.scripts : null;
  const ctx = await getContext();
  const page = await readDocumentPage(ctx, kind, { ...session, id: session.userId });
  const { newest, open, whyNot } = page;
  return (
    <>
      <PageHeader title={texts.title} note={texts.note} />
      <nav aria-label={texts.kindsLabel} className="flex flex-wrap gap-2">
        {DOCUMENT_KINDS.map((each) => (
          <ButtonLink
            key={each}
            href={`/admin/rules?kind=${each}`}
            aria-current={each === kind ? "page" : undefined}
            variant={each === kind ? "primary" : "secondary"}
          >
            {texts.kinds[each]}
          </ButtonLink>
        ))}
      </nav>
      {open ? <OpenProposal open={open} whyNot={whyNot} /> : null}
      <Card title={texts.inForce.title(newest.version)} note={texts.inForce[kind]}>
        <DataList items={describeDocument(kind, newest.document)} />
      </Card>
      {whyNot.propose === null ? (
        <Disclosure summary={texts.form.title}>
          <p className="mb-4 max-w-prose text-muted">{open ? texts.form.waits : texts.form.note}</p>
          {open ? null : (
            <ProposeForm
              key={`${kind} ${newest.version}`}
              kind={kind}
              document={newest.document}
              version={newest.version}
              earliestDay={page.earliestDay}
            />
          )}
        </Disclosure>
      ) : null}
      {kind === "rules" ? (
        <ScriptHeld list={await unlessUnread(listScriptHeld(ctx, scripts))} isLater={scripts !== null} />
      ) : null}
      <Section title={texts.versions.title}>
        <VersionList kind={kind} versions={page.versions} />
      </Section>
    </>
  );
}

/** Null before anything has been read. */
async function unlessUnread<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof ServiceError && error.code === "unavailable") return null;
    throw error;
  }
}
