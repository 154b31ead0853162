import { poolTexts } from "@/components/messages/pool";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { ActName } from "@/server/domain/contract/typed-act";
import type { FieldProblem } from "@/server/domain/fields";
import { type FormField, isHexField } from "@/server/words/act-form";
import { shortenMiddle } from "@/server/words/format";

/** A key that the pool has, and the person who enrolled it. */
export type Approver = { readonly publicKey: string; readonly name: string | null };

type ActFieldsProps = {
  name: ActName;
  fields: readonly FormField[];
  values: Readonly<Record<string, string>>;
  problems: readonly FieldProblem[];
  approvers: readonly Approver[];
  onChange: (field: string, text: string) => void;
};

/** An input for every field of an act, with its unit and what is there today. */
export function ActFields({ name, fields, values, problems, approvers, onChange }: ActFieldsProps) {
  if (fields.length === 0) return null;
  return (
    <div className="grid items-start gap-5 sm:grid-cols-2">
      {fields.map(({ field, label, hint }) => {
        const error = problems.find((problem) => problem.field === field)?.problem;
        const value = values[field] ?? "";
        const isLong = isHexField(field);
        // Whoever is dropped is one of those that are there.
        const isChosen = name === "drop-approver" && field === "key";
        return (
          <Field
            key={`${name} ${field}`}
            label={isChosen ? poolTexts.form.who : label}
            hint={isChosen ? undefined : hint}
            error={error}
            className={isLong ? "sm:col-span-2" : undefined}
          >
            {(control) =>
              isChosen ? (
                <Select {...control} value={value} onChange={(event) => onChange(field, event.target.value)}>
                  <option value="" />
                  {approvers.map((approver) => (
                    <option key={approver.publicKey} value={approver.publicKey}>
                      {`${approver.name ?? poolTexts.sign.noAccount}, ${shortenMiddle(approver.publicKey)}`}
                    </option>
                  ))}
                </Select>
              ) : (
                <Input
                  {...control}
                  mono={isLong}
                  autoComplete="off"
                  spellCheck={false}
                  value={value}
                  onChange={(event) => onChange(field, event.target.value)}
                />
              )
            }
          </Field>
        );
      })}
    </div>
  );
}
