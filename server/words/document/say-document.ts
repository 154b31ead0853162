import type { CanonicalValue } from "../../domain/canonical";
import type { FieldProblem } from "../../domain/fields";
import { type Document, type DocumentKind, type FieldChange, valueAt } from "../../domain/rules/document";
import type { FieldTable, FieldWords } from "./field-words";
import { OPERATIONS_FIELDS } from "./operations-fields";
import { RULES_FIELDS } from "./rules-fields";

export function fieldsOf(kind: DocumentKind): FieldTable {
  return kind === "rules" ? RULES_FIELDS : OPERATIONS_FIELDS;
}

/** Every field with its value in words, in the order of the table. */
export function describeDocument(kind: DocumentKind, document: Document): { label: string; value: string }[] {
  return Object.entries(fieldsOf(kind)).map(([field, words]) => ({
    label: words.label,
    value: sayValue(words, valueAt(document, field)),
  }));
}

/** What changes in one field, as a sentence without its full stop: "Pot for a day: 70.00 ADA instead of 50.00 ADA". */
export function sayChange(kind: DocumentKind, { field, before, after }: FieldChange): string {
  const words = fieldsOf(kind)[field];
  if (!words) throw new Error(`there are no words for ${field} of the ${kind}`);
  if (words.unit.isList && Array.isArray(before) && Array.isArray(after)) {
    return `${words.label}: ${sayListChange(before.map(String), after.map(String))}`;
  }
  return `${words.label}: ${sayValue(words, after)} instead of ${sayValue(words, before)}`;
}

/** A problem with the name that people know the field by. */
export function sayProblem(kind: DocumentKind, { field, problem }: FieldProblem): string {
  const label = labelOf(kind, field);
  return label === field ? `${field} ${problem}`.trim() : `${label} (${field}) ${problem}`;
}

/** The field of the table that a problem belongs to: `pot.lovelace` is part of `pot`. Null if it is none of them. */
export function tableFieldOf(kind: DocumentKind, field: string): string | null {
  return Object.keys(fieldsOf(kind)).find((name) => field === name || field.startsWith(`${name}.`)) ?? null;
}

function labelOf(kind: DocumentKind, field: string): string {
  const name = tableFieldOf(kind, field);
  return (name === null ? undefined : fieldsOf(kind)[name]?.label) ?? field;
}

function sayValue({ unit, none = "nothing" }: FieldWords, value: CanonicalValue): string {
  return value === null ? none : unit.say(value);
}

function sayListChange(before: readonly string[], after: readonly string[]): string {
  const added = after.filter((item) => !before.includes(item));
  const removed = before.filter((item) => !after.includes(item));
  const parts = [
    ...(added.length > 0 ? [`${added.join(", ")} added`] : []),
    ...(removed.length > 0 ? [`${removed.join(", ")} removed`] : []),
  ];
  return parts.join("; ") || "in another order";
}
