import { generateOpenApiDocument, type OpenAPIObject } from "trpc-to-openapi";
import { z } from "zod";
import { publicRouter } from "../public";
import { dayName, hash } from "../schemas/common";
import { API_PATH } from "./answer-call";

const problem = z.object({ code: z.string(), message: z.string() });

type File = {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly type: string;
  readonly path?: z.ZodObject;
};

/** The downloads, which are files and not calls of the router. */
function file({ operationId, summary, description, type, path = z.object({ day: dayName }) }: File) {
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
      requestParams: { path },
      responses: {
        200: { description: "The file.", content: { [type]: { schema: z.string() } } },
        ...Object.fromEntries(errors),
      },
    },
  };
}

const partHash = hash.meta({ description: "A part's hash, as report.json names it." });

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
      "/days/{day}/report.json": file({
        operationId: "days-report",
        summary: "Get a day's report, exactly as it was hashed",
        description:
          "The report's manifest as canonical JSON (RFC 8785). The blake2b-256 of these bytes is the report hash. The " +
          "oracle and every approver sign it, and the Commit transaction puts it on chain. The lines are in parts of " +
          "10,000, which it names by their hashes.",
        type: "application/json",
      }),
      "/days/{day}/report/{part}": file({
        operationId: "days-report-part",
        summary: "Get a part of a day's report, exactly as it was hashed",
        description:
          "A canonical JSON array of lines, refused holders or unresolved holdings. The blake2b-256 of these bytes is " +
          "the hash that report.json names. A part never changes, so it may be cached for ever.",
        type: "application/json",
        path: z.object({ day: dayName, part: partHash }),
      }),
      "/days/{day}/rewards.csv": file({
        operationId: "days-rewards-csv",
        summary: "Get a day's full reward list as CSV",
        description: "One line per address. Available once the report is published.",
        type: "text/csv",
      }),
    },
  });
  withoutIssues(document);
  documents.set(origin, document);
  return document;
}
