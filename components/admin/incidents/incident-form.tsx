"use client";

import type { ReactNode } from "react";
import { wordsOf } from "@/components/admin/trpc";
import { incidentFormTexts as texts } from "@/components/messages/incident-forms";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { ScriptedForm } from "@/components/ui/scripted-form";
import { MOST_TEXT } from "@/server/domain/monitoring/text-limits";

type IncidentFormProps = {
  words: { readonly effect: string; readonly label: string; readonly submit: string };
  /** The call that it makes, which may fail. */
  call: { readonly isPending: boolean; readonly isError: boolean; readonly error: unknown };
  onSend: (fields: FormData) => void;
  variant?: "primary" | "secondary";
  rows?: number;
  most?: number;
  /** What stands in the text already. */
  initial?: string;
  hint?: string;
  /** Above the text. */
  before?: ReactNode;
  /** Under the text. */
  after?: ReactNode;
};

/** A text about an incident, which others read: the form's field "text". */
export function IncidentForm(props: IncidentFormProps) {
  const { words, call, onSend, variant, rows = 3, most = MOST_TEXT, initial, hint = texts.hint, before, after } = props;
  return (
    <ScriptedForm onSubmit={(form) => onSend(new FormData(form))} className="gap-3">
      <p className="max-w-prose text-muted text-small">{words.effect}</p>
      {before}
      <Field label={words.label} hint={hint} error={call.isError ? wordsOf(call.error) : undefined}>
        {(control) => <Textarea {...control} name="text" rows={rows} maxLength={most} defaultValue={initial} />}
      </Field>
      {after}
      <span>
        <Button type="submit" variant={variant} loading={call.isPending}>
          {words.submit}
        </Button>
      </span>
    </ScriptedForm>
  );
}

/** A field of the form, as text. */
export function fieldOf(fields: FormData, name: string): string {
  return String(fields.get(name) ?? "");
}

/** Whether everybody may read it: the form's field "public". Where the public is told nothing, it says why. */
export function PublicChoice({ isTold }: { isTold: boolean }) {
  if (!isTold) return <p className="max-w-prose text-muted text-small">{texts.notPublic}</p>;
  return <Checkbox name="public" label={texts.isPublic} />;
}

export function Checkbox({ name, label }: { name: string; label: string }) {
  return (
    <label className="touch flex items-start gap-2.5">
      <input type="checkbox" name={name} className="mt-1 size-4 shrink-0 accent-accent" />
      <span className="min-w-0">{label}</span>
    </label>
  );
}
