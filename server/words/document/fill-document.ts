import type { CanonicalValue } from "../../domain/canonical";
import type { FieldProblem } from "../../domain/fields";
import { type Document, type DocumentKind, valueAt, withValue } from "../../domain/rules/document";
import type { FieldWords } from "./field-words";
import { fieldsOf } from "./say-document";

/** The texts of a form, by field. */
export type FormTexts = { readonly [field: string]: string };

/** A document as the inputs of a form hold it. */
export function formTextsOf(kind: DocumentKind, document: Document): FormTexts {
  const texts = Object.entries(fieldsOf(kind)).map(([field, { unit }]) => {
    const value = valueAt(document, field);
    return [field, value === null ? "" : unit.write(value)] as const;
  });
  return Object.fromEntries(texts);
}

export type FilledDocument =
  | { readonly ok: true; readonly document: Document }
  | { readonly ok: false; readonly problems: readonly FieldProblem[] };

/** The document with what was typed; fields without an input stay as they are. */
export function fillDocument(kind: DocumentKind, document: Document, texts: FormTexts): FilledDocument {
  const problems: FieldProblem[] = [];
  let filled = document;
  for (const [field, words] of Object.entries(fieldsOf(kind))) {
    const given = texts[field];
    if (given === undefined) continue;
    const value = readText(words, given);
    if (value === undefined) problems.push({ field, problem: `must be ${words.unit.hint || "given"}` });
    else filled = withValue(filled, field, value);
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, document: filled };
}

function readText({ unit, none }: FieldWords, text: string): CanonicalValue | undefined {
  return text.trim() === "" && none !== undefined ? null : unit.read(text);
}
