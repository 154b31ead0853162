import { type CanonicalValue, toCanonicalJson } from "../canonical";

/** The two documents that people change: who is owed what, and how the service works. */
export const DOCUMENT_KINDS = ["rules", "operations"] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

/** A document as canonical JSON holds it. */
export type Document = { readonly [key: string]: CanonicalValue };

/** A field that differs, by its path as in `participation.minimumPlays`. */
export type FieldChange = { readonly field: string; readonly before: CanonicalValue; readonly after: CanonicalValue };

/** What differs between two documents, in the order of `fields`: paths, each compared as a whole. */
export function changesBetween(before: Document, after: Document, fields: readonly string[]): FieldChange[] {
  return fields
    .map((field) => ({ field, before: valueAt(before, field), after: valueAt(after, field) }))
    .filter((change) => toCanonicalJson(change.before) !== toCanonicalJson(change.after));
}

/** The value at a path; null if there is none. */
export function valueAt(document: Document, field: string): CanonicalValue {
  let value: CanonicalValue = document;
  for (const name of field.split(".")) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
    value = (value as Document)[name] ?? null;
  }
  return value;
}

/** A document with another value at a path. */
export function withValue(document: Document, field: string, value: CanonicalValue): Document {
  const [name = "", ...rest] = field.split(".");
  if (rest.length === 0) return { ...document, [name]: value };
  const inner = document[name];
  const within = typeof inner === "object" && inner !== null && !Array.isArray(inner) ? (inner as Document) : {};
  return { ...document, [name]: withValue(within, rest.join("."), value) };
}
