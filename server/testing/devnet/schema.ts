import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import Ajv, { type ValidateFunction } from "ajv";

/* Answers judged by Blockfrost's own description (`@blockfrost/openapi`, json-schema.json). */

type Endpoint = { response: Record<string, object> };

const file = createRequire(import.meta.url).resolve("@blockfrost/openapi/json-schema.json");
const endpoints = JSON.parse(readFileSync(file, "utf8")) as Record<string, Endpoint>;
const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
const compiled = new Map<string, ValidateFunction>();

/** What is wrong with an answer, by the schema of `endpoint` ("/blocks/latest") and status; empty if nothing. */
export function schemaProblems(endpoint: string, status: number, answer: unknown): string[] {
  const schema = endpoints[endpoint]?.response[String(status)];
  if (!schema) return [`${endpoint} describes no answer ${status}`];
  const key = `${status} ${endpoint}`;
  const validate = compiled.get(key) ?? ajv.compile(normalise(schema) as object);
  compiled.set(key, validate);
  if (validate(answer)) return [];
  return (validate.errors ?? []).map((error) => `${error.instancePath || "(root)"} ${error.message}`);
}

/**
 * OpenAPI 3.0 lets `nullable` stand beside an enum that lacks null, and alone; JSON Schema (and ajv) do not. The
 * meaning of both is plain.
 */
function normalise(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(normalise);
  if (typeof schema !== "object" || schema === null) return schema;
  const copy = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, normalise(value)]));
  if (copy.nullable !== true) return copy;
  if (Array.isArray(copy.enum)) copy.enum = [...copy.enum, null];
  if (copy.type === undefined) delete copy.nullable;
  return copy;
}
