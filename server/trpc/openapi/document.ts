import { generateOpenApiDocument, type OpenAPIObject } from "trpc-to-openapi";
import { z } from "zod";
import { PART_HASH } from "@/server/services/published/published-files";
import { publicRouter } from "../public";
import { dayName } from "../schemas/common";
import { addCommonAnswers } from "./common-answers";

export const API_PATH = "/api/v1";
/** The operations that send a file; all others are the router's. */
export const FILES = { report: "days-report", part: "days-report-part", rewardsCsv: "days-rewards-csv" } as const;

type File = {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly type: string;
  readonly path?: z.ZodObject;
};

/** The downloads, which are files and not calls of the router. */
function file({ operationId, summary, description, type, path = z.object({ day: dayName }) }: File) {
  return {
    get: {
      operationId,
      summary,
      description,
      tags: ["Days"],
      requestParams: { path },
      responses: { 200: { description: "The file.", content: { [type]: { schema: z.unknown() } } } },
    },
  };
}

const partHash = z
  .string()
  .regex(PART_HASH)
  .meta({ description: "A part's hash, as report.json names it.", example: "5f".repeat(32) });

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
      "in the name (1 ADA = 1,000,000 lovelace). Times are POSIX milliseconds of the chain; of incidents, of our own " +
      "clock. Errors have a code and " +
      "a message. Responses carry an ETag; send it back as If-None-Match. What is not in this document is refused: " +
      "another parameter with 400, another method with 405.",
    baseUrl: `${origin}${API_PATH}`,
    tags: ["Eligibility", "Days", "Pool", "Service"],
    securitySchemes: {},
    paths: {
      "/days/{day}/report.json": file({
        operationId: FILES.report,
        summary: "Get a day's report, exactly as it was hashed",
        description:
          "The report's manifest as canonical JSON (RFC 8785). The blake2b-256 of these bytes is the report hash. The " +
          "oracle and every approver sign it, and the Commit transaction puts it on chain. The lines are in parts of " +
          "10,000, which it names by their hashes.",
        type: "application/json",
      }),
      "/days/{day}/report/{part}": file({
        operationId: FILES.part,
        summary: "Get a part of a day's report, exactly as it was hashed",
        description:
          "A canonical JSON array of lines, refused holders or unresolved holdings. The blake2b-256 of these bytes is " +
          "the hash that report.json names. A part never changes, so it may be cached for ever.",
        type: "application/json",
        path: z.object({ day: dayName, part: partHash }),
      }),
      "/days/{day}/rewards.csv": file({
        operationId: FILES.rewardsCsv,
        summary: "Get a day's full reward list as CSV",
        description: "One line per address. Available once the report is published.",
        type: "text/csv",
      }),
    },
  });
  addCommonAnswers(document);
  documents.set(origin, document);
  return document;
}
