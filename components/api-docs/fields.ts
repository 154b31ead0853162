import { z } from "zod";
import { apiDocsTexts } from "@/components/messages/api-docs";

/** The part of JSON Schema that our document uses. */
const schemaShape = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  description: z.string().optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  get properties() {
    return z.record(z.string(), schemaShape).optional();
  },
  get items() {
    return schemaShape.optional();
  },
  get anyOf() {
    return z.array(schemaShape).optional();
  },
});
type Schema = z.output<typeof schemaShape>;

export type ApiField = {
  /** Path from the answer's root: `batches[].txHash`. */
  readonly name: string;
  readonly type: string;
  readonly description: string;
};

/** Every field of an answer, in the order of the schema, one line each. */
export function fieldsOf(schema: unknown): ApiField[] {
  const parsed = schemaShape.safeParse(schema);
  return parsed.success ? listFields(parsed.data, "") : [];
}

function listFields(schema: Schema, path: string): ApiField[] {
  const inner = withoutNull(schema);
  if (inner.items) return listFields(inner.items, `${path}[]`);
  return Object.entries(inner.properties ?? {}).flatMap(([key, property]) => {
    const name = path === "" ? key : `${path}.${key}`;
    const field = { name, type: typeOf(property), description: property.description ?? "" };
    return [field, ...listFields(property, name)];
  });
}

function withoutNull(schema: Schema): Schema {
  return schema.anyOf?.find((option) => option.type !== "null") ?? schema;
}

/** "string", "integer or null", or the allowed words. */
export function typeOf(schema: Schema): string {
  const inner = withoutNull(schema);
  const nullable = inner !== schema || (Array.isArray(schema.type) && schema.type.includes("null"));
  const words = inner.enum ?? (inner.const === undefined ? null : [inner.const]);
  const name = words
    ? words.join(", ")
    : apiDocsTexts.either([inner.type ?? "any"].flat().filter((type) => type !== "null"));
  return nullable ? apiDocsTexts.either([name, "null"]) : name;
}
