import blueprint from "@/contracts/plutus.json";
import type { PlutusData } from "@/server/domain/cardano/plutus-data";

/* Holds Plutus data against the schemas of the committed blueprint (CIP-57). */

export type Schema = {
  readonly $ref?: string;
  readonly title?: string;
  readonly dataType?: string;
  readonly index?: number;
  readonly fields?: readonly Schema[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
};

const definitions: Readonly<Record<string, Schema>> = blueprint.definitions as Record<string, Schema>;

/** Throws where the blueprint has no such definition. */
export function definitionOf(name: string): Schema {
  const found = definitions[name];
  if (!found) throw new Error(`the blueprint has no definition of ${name}`);
  return found;
}

function resolve(schema: Schema): Schema {
  if (schema.$ref === undefined) return schema;
  return resolve(definitionOf(schema.$ref.replace("#/definitions/", "").replaceAll("~1", "/")));
}

/** Where the data is not what the schema says; empty when it is. */
export function differences(data: PlutusData, schema: Schema, where = "the data"): string[] {
  const wanted = resolve(schema);
  if (wanted.anyOf) {
    const index = isConstr(data) ? data.constr : -1;
    const one = wanted.anyOf.find((candidate) => candidate.index === index);
    return one ? differences(data, one, where) : [`${where}: no constructor ${index}`];
  }
  switch (wanted.dataType) {
    case "integer":
      return typeof data === "bigint" ? [] : [`${where} should be an integer`];
    case "bytes":
      return typeof data === "string" ? [] : [`${where} should be bytes`];
    case "list":
      if (!Array.isArray(data)) return [`${where} should be a list`];
      return data.flatMap((item: PlutusData, i) => differences(item, wanted.items ?? {}, `${where}[${i}]`));
    case "constructor":
      return fieldDifferences(data, wanted, where);
    default:
      throw new Error(`${where}: the blueprint's ${JSON.stringify(wanted)} is not understood`);
  }
}

function fieldDifferences(data: PlutusData, { index, fields = [] }: Schema, where: string): string[] {
  if (!isConstr(data) || data.constr !== index) return [`${where} should be constructor ${index}`];
  if (data.fields.length !== fields.length) return [`${where} has ${data.fields.length} fields, not ${fields.length}`];
  return fields.flatMap((field, i) => differences(data.fields[i] ?? 0n, field, `${where}.${field.title ?? i}`));
}

function isConstr(data: PlutusData): data is Extract<PlutusData, { constr: number }> {
  return typeof data === "object" && "constr" in data;
}
