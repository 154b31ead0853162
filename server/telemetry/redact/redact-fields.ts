import { REDACTED, redactText } from "./redact-text";
import { isSecretName } from "./secret-names";

type Fields = Record<string, unknown>;
type Entry = readonly [name: string, value: unknown];

/** Deeper than anything that we log. */
const DEEPEST = 6;
/** Of one line: what a library hands over may lead to everything that there is. */
const MOST_VALUES = 1_000;

/**
 * What is logged, without secrets, as plain objects: without values under secret names, secrets in texts at any depth,
 * and bytes, which may be a key. Errors become their type, message, stack and fields, with their causes.
 */
export function redactFields(fields: Fields): Fields {
  let left = MOST_VALUES;

  function redactEntries(entries: Iterable<Entry>, depth: number): Fields {
    const result: [string, unknown][] = [];
    for (const [name, value] of entries) {
      if (left-- <= 0) break;
      const isHidden = value !== undefined && value !== null && isSecretName(name, value);
      result.push([redactText(name), isHidden ? REDACTED : redactValue(value, depth + 1)]);
    }
    return Object.fromEntries(result);
  }

  function redactValue(value: unknown, depth: number): unknown {
    if (typeof value === "string") return redactText(value);
    if (typeof value !== "object" || value === null) return value;
    if (depth > DEEPEST) return "[deeper]";
    try {
      return redactObject(value, depth);
    } catch {
      return "[unreadable]";
    }
  }

  function redactObject(value: object, depth: number): unknown {
    if (value instanceof Error) return redactEntries(entriesOfError(value), depth);
    if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
    if (Array.isArray(value) || value instanceof Set) {
      return [...value].slice(0, Math.max(0, left)).map((item) => {
        left--;
        return redactValue(item, depth + 1);
      });
    }
    if (value instanceof Map || value instanceof Headers) {
      return redactEntries(
        [...value].map(([name, item]): Entry => [String(name), item]),
        depth,
      );
    }
    // Dates and addresses: what they would be in JSON.
    if ("toJSON" in value && typeof value.toJSON === "function") return redactValue(value.toJSON(), depth + 1);
    return redactEntries(Object.entries(value), depth);
  }

  return redactEntries(Object.entries(fields), 0);
}

/** The parameters of a statement are what is stored, and no part of the reason. */
const STATEMENT_FIELDS = ["params", "parameters", "args"];

function entriesOfError(error: Error): Entry[] {
  const told = new Set([...STATEMENT_FIELDS, "cause", "message", "stack"]);
  const errors = error instanceof AggregateError ? [["errors", error.errors] as const] : [];
  return [
    ["type", error.constructor.name],
    ["message", error.message],
    ["stack", error.stack],
    ...Object.entries(error).filter(([name]) => !told.has(name)),
    ...errors,
    ...(error.cause === undefined ? [] : [["cause", error.cause] as const]),
  ];
}
