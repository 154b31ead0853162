import { env } from "@/server/env";
import { answerPreflight, withEtag } from "@/server/trpc/openapi/answer";
import { openApiDocument } from "@/server/trpc/openapi/document";

export const dynamic = "force-dynamic";

export function GET(request: Request): Response {
  const body = JSON.stringify(openApiDocument(env().NEXTAUTH_URL));
  return withEtag(request, body, {
    "content-type": "application/json",
    "cache-control": "public, max-age=300",
    "access-control-allow-origin": "*",
  });
}

export { answerPreflight as OPTIONS };
