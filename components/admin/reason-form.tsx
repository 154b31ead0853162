"use client";

import type { ReactNode } from "react";
import { ReasonField } from "@/components/admin/reason-field";
import { wordsOf } from "@/components/admin/trpc";
import { Button } from "@/components/ui/button";
import { ScriptedForm } from "@/components/ui/scripted-form";

type ReasonFormProps = {
  /** What it does, above the reason. */
  children: ReactNode;
  label: string;
  hint: string;
  rows?: number;
  submit: string;
  variant?: "primary" | "danger";
  /** The call that it makes, which may fail. */
  call: { readonly isPending: boolean; readonly isError: boolean; readonly error: unknown };
  onReason: (reason: string) => void;
  /** Why this person may not; then no reason is asked for. */
  refusal?: string | null;
};

/** Something that one person may do, with a reason that others read. */
export function ReasonForm(props: ReasonFormProps) {
  const { children, label, hint, rows = 3, submit, variant, call, onReason, refusal = null } = props;
  const send = (form: HTMLFormElement) => onReason(String(new FormData(form).get("reason") ?? ""));
  return (
    <ScriptedForm onSubmit={send} className="gap-3">
      {children}
      {refusal ? null : (
        <ReasonField label={label} hint={hint} rows={rows} error={call.isError ? wordsOf(call.error) : undefined} />
      )}
      <span>
        <Button type="submit" variant={variant} loading={call.isPending} disabledReason={refusal}>
          {submit}
        </Button>
      </span>
    </ScriptedForm>
  );
}
