import type { OpenAPIObject } from "trpc-to-openapi";

type Path = NonNullable<OpenAPIObject["paths"]>[string];
export type Operation = NonNullable<Path["get"]>;
type SchemaObject = NonNullable<NonNullable<OpenAPIObject["components"]>["schemas"]>[string];
type Answers = NonNullable<Operation["responses"]>;

/** The methods of every address of the public API. */
export const METHODS = "GET, HEAD, OPTIONS";

const ERROR_SCHEMA = "#/components/schemas/Error";
const text = (description: string, pattern?: string) => ({
  description,
  required: true,
  schema: { type: "string", ...(pattern ? { pattern } : {}) } as const,
});
const WAIT = {
  "Retry-After": {
    description: "Seconds to wait before the next request.",
    required: true,
    schema: { type: "integer", minimum: 1 } as const,
  },
};
const ALLOW = { Allow: text("The methods that there are.", `^${METHODS}$`) };
const ETAG = { ETag: text("Names these bytes. Send it back as If-None-Match.", '^"[^"]+"$') };

const error = (description: string, headers = {}) => ({
  description,
  headers: { "Cache-Control": text("Never kept.", "^no-store$"), ...headers },
  content: { "application/json": { schema: { $ref: ERROR_SCHEMA } } },
});

const NOT_FOUND = {
  404: error("Well written, but there is no such thing here, or it is not published yet. The message says which."),
};
const ERRORS = {
  400: error("A parameter is wrong, given twice, or not in this document. The message says what to correct."),
  405: error("What any other method than GET, HEAD and OPTIONS is answered.", ALLOW),
  429: error("Too many requests.", WAIT),
  500: error("An error of ours. The message has a number to tell us; the cause is in our log."),
  503: error("Unavailable: the database or the chain source cannot be reached, or nothing has been read yet.", WAIT),
};

const ERROR: SchemaObject = {
  type: "object",
  description: "What went wrong: a code for programs, and a message for people.",
  required: ["code", "message"],
  properties: {
    code: { type: "string", pattern: "^[A-Z_]+$", example: "NOT_FOUND" },
    message: { type: "string", minLength: 1, example: "There is no day 20779." },
  },
  additionalProperties: false,
};

const KNOWN = {
  name: "If-None-Match",
  in: "header",
  required: false,
  schema: { type: "string" },
  description: "ETags of what the caller has. If it is still right, the answer is 304 without a body.",
} as const;

/** Adds to every GET what all of them answer alike, and HEAD, which answers as GET does without a body. */
export function addCommonAnswers(document: OpenAPIObject): void {
  document.components = { schemas: { Error: ERROR } };
  for (const path of Object.values(document.paths ?? {})) {
    if (!path.get) continue;
    path.get = withCommon(path.get);
    path.head = toHead(path.get);
  }
}

function withCommon(get: Operation): Operation {
  const parameters = get.parameters ?? [];
  const named = parameters.some((parameter) => "in" in parameter && parameter.in === "path");
  const { 200: ok } = get.responses ?? {};
  const responses: Answers = {
    200: { description: "", ...ok, headers: ETAG },
    304: { description: "What the caller has is still right.", headers: ETAG },
    ...(named ? NOT_FOUND : {}),
    ...ERRORS,
  };
  return { ...get, parameters: [...parameters, KNOWN], responses };
}

function toHead(get: Operation): Operation {
  const responses = Object.entries(get.responses ?? {}).map(([status, answer]) => {
    const { content: _, ...rest } = { content: null, ...answer };
    return [status, rest] as const;
  });
  return {
    ...get,
    operationId: `${get.operationId}-head`,
    summary: `${get.summary}: headers only`,
    responses: Object.fromEntries(responses),
  };
}
