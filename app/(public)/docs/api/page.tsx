import type { Metadata } from "next";
import { Operation } from "@/components/api-docs/operation";
import { apiDocsTexts } from "@/components/messages/api-docs";
import { buttonClass } from "@/components/ui/button";
import { Section } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { env } from "@/server/env";
import { openApiDocument } from "@/server/trpc/openapi/document";
import { liveExamples } from "@/server/trpc/openapi/live-examples";
import { listOperations } from "@/server/trpc/openapi/operations";

export const metadata: Metadata = { title: apiDocsTexts.title };

export default async function ApiPage() {
  const document = openApiDocument(env().NEXTAUTH_URL);
  const examples = await liveExamples();
  return (
    <div className="flex flex-col gap-10">
      <PageHeader
        title={apiDocsTexts.title}
        note={document.info.description}
        actions={
          <a href="/api/v1/openapi.json" className={buttonClass("secondary")}>
            openapi.json
          </a>
        }
      />
      {listOperations(document, examples).map(({ tag, operations }) => (
        <Section key={tag} title={tag}>
          {operations.map((operation) => (
            <Operation key={operation.id} operation={operation} />
          ))}
        </Section>
      ))}
    </div>
  );
}
