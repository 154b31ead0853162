import { CircleAlert } from "lucide-react";
import { type ReactNode, useId } from "react";
import { uiTexts as texts } from "@/components/messages/ui";
import { cx } from "./cx";

export type FieldControlProps = {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
};

type FieldProps = {
  label: ReactNode;
  /** What is expected, before a mistake is made. */
  hint?: ReactNode;
  /** What was wrong and what would be right. */
  error?: ReactNode;
  optional?: boolean;
  /** Fixed id, if a link or a test must find the control. */
  id?: string;
  className?: string;
  /** Receives the props that tie the control to its label, hint and error: `{(control) => <Input {...control} />}`. */
  children: (control: FieldControlProps) => ReactNode;
};

export function Field({ label, hint, error, optional, id, className, children }: FieldProps) {
  const generatedId = useId();
  const controlId = id ?? generatedId;
  const hintId = `${controlId}-hint`;
  const errorId = `${controlId}-error`;
  const describedBy = [error ? errorId : null, hint ? hintId : null].filter(Boolean).join(" ");
  return (
    <div className={cx("flex flex-col gap-1.5", className)}>
      <label htmlFor={controlId} className="font-medium text-small">
        {label}
        {optional ? <span className="font-normal text-faint"> {texts.optional}</span> : null}
      </label>
      {children({
        id: controlId,
        "aria-describedby": describedBy || undefined,
        "aria-invalid": error ? true : undefined,
      })}
      {error ? (
        <p id={errorId} role="alert" className="flex gap-1.5 text-small text-stopped">
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          <span>{error}</span>
        </p>
      ) : null}
      {hint ? (
        <p id={hintId} className="text-small text-muted">
          {hint}
        </p>
      ) : null}
    </div>
  );
}
