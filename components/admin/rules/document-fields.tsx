import { rulesTexts } from "@/components/messages/rules";
import { Field } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import type { FieldProblem } from "@/server/domain/fields";
import type { DocumentKind } from "@/server/domain/rules/document";
import { fieldsOf, tableFieldOf } from "@/server/words/document/say-document";
import { sentence } from "@/server/words/sentence";

/** Has only one value so far. */
const FIXED = ["weight"];

type DocumentFieldsProps = {
  kind: DocumentKind;
  values: Readonly<Record<string, string>>;
  problems: readonly FieldProblem[];
  onChange: (field: string, text: string) => void;
};

/** An input for every field of a document, with what it does and what to type. */
export function DocumentFields({ kind, values, problems, onChange }: DocumentFieldsProps) {
  return Object.entries(fieldsOf(kind))
    .filter(([field]) => !FIXED.includes(field))
    .map(([field, { label, unit, none, does }]) => {
      const wrong = problems.filter((problem) => tableFieldOf(kind, problem.field) === field);
      const hint = [does, unit.hint && sentence(unit.hint), none && rulesTexts.form.none(none)];
      const value = values[field] ?? "";
      return (
        <Field
          key={field}
          label={label}
          hint={hint.filter(Boolean).join(" ")}
          error={wrong.length > 0 ? wrong.map(({ problem }) => problem).join("; ") : undefined}
        >
          {(props) =>
            unit.isList ? (
              <Textarea {...props} rows={3} value={value} onChange={(event) => onChange(field, event.target.value)} />
            ) : (
              <Input {...props} value={value} onChange={(event) => onChange(field, event.target.value)} />
            )
          }
        </Field>
      );
    });
}
