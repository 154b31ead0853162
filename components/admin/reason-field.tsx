import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";

type ReasonFieldProps = {
  label: string;
  hint: string;
  error?: string | undefined;
  rows?: number;
  /** Where the form keeps it; else it is the form's field "reason". */
  kept?: { readonly value: string; readonly onChange: (value: string) => void };
};

/** Why somebody does something, for others to read: at most as long as the server takes. */
export function ReasonField({ label, hint, error, rows = 3, kept }: ReasonFieldProps) {
  const where = kept
    ? { value: kept.value, onChange: (event: { target: { value: string } }) => kept.onChange(event.target.value) }
    : { name: "reason" };
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => <Textarea {...control} {...where} rows={rows} maxLength={2_000} />}
    </Field>
  );
}
