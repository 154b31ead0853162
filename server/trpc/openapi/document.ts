import { generateOpenApiDocument, type OpenAPIObject } from "trpc-to-openapi";
import { z } from "zod";
import { publicRouter } from "../public";
import { dayName } from "../schemas/common";
import { API_PATH } from "./answer-call";

const problem = z.object({ code: z.string(), message: z.string() });

/** The two downloads, which are files and not calls of the router. */
function file(operationId: string, summary: string, description: string, type: string) {
  const errors = [400, 404, 429, 503].map((status) => [
    status,
    { description: ERRORS[status] ?? "", content: { "application/json": { schema: problem } } },
  ]);
  return {
    get: {
      operationId,
      summary,
      description,
      tags: ["Days"],
      requestParams: { path: z.object({ day: dayName }) },
      responses: {
        200: { description: "The file.", content: { [type]: { schema: z.string() } } },
        ...Object.fromEntries(errors),
      },
    },
  };
}

const ERRORS: Record<number, string> = {
  400: "Invalid request. The message says what to correct.",
  404: "Not found, or not published yet.",
  429: "Too many requests. Retry-After says how long to wait.",
  503: "Unavailable: the database or the chain source cannot be reached, or nothing has been read yet.",
};

/** The generator lists the parser's issues with each error; ours say everything in `message`. */
function withoutIssues(document: OpenAPIObject): void {
  for (const schema of Object.values(document.components?.schemas ?? {})) {
    if (!("properties" in schema) || !schema.properties?.issues) continue;
    delete schema.properties.issues;
    if (schema.example && typeof schema.example === "object") delete schema.example.issues;
  }
}

const documents = new Map<string, OpenAPIObject>();

/** OpenAPI 3.1 of everything under /api/v1, generated from the router's schemas. `origin` is the server's address. */
export function openApiDocument(origin: string): OpenAPIObject {
  const known = documents.get(origin);
  if (known) return known;
  const document = generateOpenApiDocument(publicRouter, {
    title: "Daily Prize Oracle",
    version: "1.0.0",
    openApiVersion: "3.1.0",
    description:
      "Eligibility, prizes, payments and their proof. No API key is needed. Amounts are decimal text with the unit " +
      "in the name (1 ADA = 1,000,000 lovelace). Times are POSIX milliseconds of the chain. Errors have a code and " +
      "a message. Responses carry an ETag; send it back as If-None-Match.",
    baseUrl: `${origin}${API_PATH}`,
    tags: ["Eligibility", "Days", "Pool"],
    securitySchemes: {},
    paths: {
      "/days/{day}/report.json": file(
        "days-report",
        "Get a day's report, exactly as it was hashed",
        "Canonical JSON (RFC 8785). The blake2b-256 of these bytes is the report hash. The oracle and every approver " +
          "sign it, and the Commit transaction puts it on chain.",
        "application/json",
      ),
      "/days/{day}/rewards.csv": file(
        "days-rewards-csv",
        "Get a day's full reward list as CSV",
        "One line per address. Available once the report is published.",
        "text/csv",
      ),
    },
  });
  withoutIssues(document);
  documents.set(origin, document);
  return document;
}
