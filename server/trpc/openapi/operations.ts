import type { OpenAPIObject } from "trpc-to-openapi";
import { z } from "zod";

export type ApiOperation = {
  readonly id: string;
  readonly path: string;
  readonly summary: string;
  readonly description: string | undefined;
  readonly parameters: readonly {
    readonly name: string;
    readonly place: string;
    readonly required: boolean;
    readonly description: string;
  }[];
  readonly answers: readonly { readonly status: string; readonly description: string }[];
  /** JSON Schema of a successful answer; null for a file. */
  readonly schema: unknown;
  /** A call that can be tried as it is. */
  readonly exampleUrl: string;
};

/** The part of OpenAPI 3.1 that the generator writes. */
const operationShape = z.looseObject({
  operationId: z.string(),
  summary: z.string().default(""),
  description: z.string().optional(),
  tags: z.array(z.string()).default([]),
  parameters: z
    .array(
      z.looseObject({
        name: z.string(),
        in: z.string(),
        required: z.boolean().default(false),
        description: z.string().optional(),
        schema: z.looseObject({ description: z.string().optional(), example: z.unknown().optional() }).optional(),
      }),
    )
    .default([]),
  responses: z.record(
    z.string(),
    z.looseObject({
      description: z.string().default(""),
      content: z.record(z.string(), z.looseObject({ schema: z.unknown().optional() })).optional(),
    }),
  ),
});

/**
 * The document's operations by tag. The reference page shows the document and nothing else. `examples` fills parameters
 * with values that exist here.
 */
export function listOperations(
  document: OpenAPIObject,
  examples: Readonly<Record<string, string>> = {},
): { tag: string; operations: ApiOperation[] }[] {
  const [server] = document.servers ?? [];
  const operations = Object.entries(document.paths ?? {}).map(([path, item]) => {
    const parsed = operationShape.parse(item.get);
    return {
      tag: parsed.tags[0] ?? "Other",
      operation: toOperation(path, parsed, server?.url ?? "", examples),
    };
  });
  const tags = [...new Set(operations.map(({ tag }) => tag))];
  return tags.map((tag) => ({
    tag,
    operations: operations.filter((row) => row.tag === tag).map((row) => row.operation),
  }));
}

function toOperation(
  path: string,
  parsed: z.output<typeof operationShape>,
  base: string,
  examples: Readonly<Record<string, string>>,
): ApiOperation {
  const exampleUrl = parsed.parameters.reduce(
    (url, { name, schema }) => url.replace(`{${name}}`, examples[name] ?? String(schema?.example ?? name)),
    `${base}${path}`,
  );
  return {
    id: parsed.operationId,
    path,
    summary: parsed.summary,
    description: parsed.description,
    parameters: parsed.parameters.map(({ name, in: place, required, description, schema }) => ({
      name,
      place,
      required,
      description: description ?? schema?.description ?? "",
    })),
    answers: Object.entries(parsed.responses).map(([status, { description }]) => ({ status, description })),
    schema: parsed.responses["200"]?.content?.["application/json"]?.schema ?? null,
    exampleUrl,
  };
}
