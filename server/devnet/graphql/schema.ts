import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import {
  buildASTSchema,
  type DefinitionNode,
  GraphQLError,
  type GraphQLScalarType,
  type GraphQLSchema,
  isScalarType,
  Kind,
  type NameNode,
  parse,
  visit,
} from "graphql";
import { SINCE_6 } from "./amendments";

/** Cardano GraphQL's published description, with its scalars as the server checks them. */
export function loadSchema(): GraphQLSchema {
  const file = createRequire(import.meta.url).resolve(
    "@cardano-graphql/client-ts/api/cardano-db-hasura/schema.graphql",
  );
  const published = parse(readFileSync(file, "utf8"));
  const newer = new Map(parse(SINCE_6).definitions.map((definition) => [nameOf(definition), definition]));
  const amended = visit(published, {
    ObjectTypeDefinition(node) {
      const by = newer.get(node.name.value);
      return by?.kind === node.kind ? { ...node, fields: merged(node.fields, by.fields) } : undefined;
    },
    InputObjectTypeDefinition(node) {
      const by = newer.get(node.name.value);
      return by?.kind === node.kind ? { ...node, fields: merged(node.fields, by.fields) } : undefined;
    },
  });
  const known = new Set(published.definitions.map(nameOf));
  const added = [...newer].flatMap(([name, definition]) => (known.has(name) ? [] : [definition]));
  const schema = buildASTSchema(
    { ...amended, definitions: [...amended.definitions, ...added] },
    { assumeValidSDL: true },
  );
  for (const type of Object.values(schema.getTypeMap())) if (isScalarType(type)) giveRules(type);
  return schema;
}

const nameOf = (definition: DefinitionNode) =>
  "name" in definition && definition.name ? definition.name.value : definition.kind;

function merged<T extends { readonly name: NameNode }>(old: readonly T[] = [], by: readonly T[] = []): T[] {
  const replaced = new Set(by.map(({ name }) => name.value));
  return [...old.filter(({ name }) => !replaced.has(name.value)), ...by];
}

/** Hashes have a length; what is no text is no value of any of them. Amounts leave as text with all their digits. */
const LENGTHS: Readonly<Record<string, number>> = { Hash28Hex: 56, Hash32Hex: 64 };
const TEXTS = ["Hash28Hex", "Hash32Hex", "Hex", "Lovelace", "StakeAddress", "StakePoolID", "DateTime"];

function giveRules(type: GraphQLScalarType): void {
  if (!TEXTS.includes(type.name)) return;
  const length = LENGTHS[type.name];
  const read = (value: unknown) => {
    if (typeof value !== "string") throw new GraphQLError(`${type.name} cannot represent ${JSON.stringify(value)}`);
    if (length !== undefined && value.length !== length) {
      throw new GraphQLError(`${value} is not a valid ${length / 2} byte hash`);
    }
    return value;
  };
  type.parseValue = read;
  type.parseLiteral = (node) => read(node.kind === Kind.STRING ? node.value : null);
  type.serialize = (value) => String(value);
}
