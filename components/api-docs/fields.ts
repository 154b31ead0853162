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
  get oneOf() {
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

/** What has several forms has the fields of all of them. */
function listFields(schema: Schema, path: string): ApiField[] {
  const forms = formsOf(schema);
  const items = forms.flatMap(({ items: each }) => (each ? [each] : []));
  if (items.length > 0) return listFields({ anyOf: items }, `${path}[]`);
  const keys = new Set(forms.flatMap(({ properties }) => Object.keys(properties ?? {})));
  return [...keys].flatMap((key) => {
    const name = path === "" ? key : `${path}.${key}`;
    const anyOf = forms.flatMap(({ properties }) => (properties?.[key] ? [properties[key]] : []));
    const description = anyOf.find((form) => form.description)?.description ?? "";
    return [{ name, type: typeOf({ anyOf }), description }, ...listFields({ anyOf }, name)];
  });
}

function formsOf(schema: Schema): Schema[] {
  const forms = schema.anyOf ?? schema.oneOf;
  return forms ? forms.flatMap(formsOf) : [schema];
}

/** "string", "integer or null", or the allowed words. */
export function typeOf(schema: Schema): string {
  const forms = formsOf(schema);
  const words = forms.flatMap((form) => form.enum ?? (form.const === undefined ? [] : [form.const]));
  const types = forms.flatMap((form) => (form.enum || form.const !== undefined ? [] : [form.type ?? "any"].flat()));
  const names = [...(words.length > 0 ? [words.join(", ")] : []), ...types.filter((type) => type !== "null")];
  return apiDocsTexts.either([...new Set([...names, ...(types.includes("null") ? ["null"] : [])])]);
}
