"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { ReasonField } from "@/components/admin/reason-field";
import { useTRPC, wordsOf } from "@/components/admin/trpc";
import { rulesTexts } from "@/components/messages/rules";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { ScriptedForm } from "@/components/ui/scripted-form";
import type { FieldProblem } from "@/server/domain/fields";
import type { Document, DocumentKind } from "@/server/domain/rules/document";
import { fillDocument, formTextsOf } from "@/server/words/document/fill-document";
import { DocumentFields } from "./document-fields";
import { type CheckedDraft, DraftEffect } from "./draft-effect";

const texts = rulesTexts.form;

type ProposeFormProps = {
  kind: DocumentKind;
  /** The newest version, which the new one follows. */
  document: Document;
  version: number;
  /** Of rules. */
  earliestDay: number | null;
};

/** Two steps: see what the changes do, then propose exactly these. */
export function ProposeForm({ kind, document, version, earliestDay }: ProposeFormProps) {
  const router = useRouter();
  const { proposals } = useTRPC();
  const [values, setValues] = useState<Readonly<Record<string, string>>>(() => formTextsOf(kind, document));
  const [fromDay, setFromDay] = useState(earliestDay === null ? "" : String(earliestDay + 1));
  const [reason, setReason] = useState("");
  const [checked, setChecked] = useState<CheckedDraft | null>(null);
  const check = useMutation(proposals.check.mutationOptions({ onSuccess: setChecked }));
  const propose = useMutation(
    proposals.propose.mutationOptions({
      onSuccess: (result) => (result.ok ? router.refresh() : setChecked(result)),
    }),
  );
  const problems = checked?.ok === false ? checked.problems : [];

  /** The draft of what is typed; sets what is wrong with it. */
  function readDraft() {
    const filled = fillDocument(kind, kind === "rules" ? { ...document, version: version + 1 } : document, values);
    const day = /^\d{1,9}$/.test(fromDay.trim()) ? Number(fromDay) : null;
    const wrong: FieldProblem[] = filled.ok ? [] : [...filled.problems];
    if (kind === "rules" && day === null) wrong.push({ field: "fromDay", problem: "must be the number of a day" });
    if (filled.ok && wrong.length === 0) return { kind, document: filled.document, fromDay: day };
    setChecked({ ok: false, problems: wrong });
    return null;
  }
  function submit() {
    const draft = readDraft();
    if (!draft) return;
    if (checked?.ok) propose.mutate({ draft, reason });
    else check.mutate(draft);
  }
  function change(set: () => void) {
    set();
    setChecked(null);
    propose.reset();
  }
  const failed = [check, propose].find((mutation) => mutation.isError);
  const dayProblem = problems.find(({ field }) => field === "fromDay")?.problem;
  return (
    <ScriptedForm onSubmit={submit} className="gap-5">
      <div className="grid gap-5 lg:grid-cols-2">
        <DocumentFields
          kind={kind}
          values={values}
          problems={problems}
          onChange={(field, text) => change(() => setValues({ ...values, [field]: text }))}
        />
        {kind === "rules" ? (
          <Field label={texts.fromDay} hint={texts.fromDayHint(earliestDay ?? 0)} error={dayProblem}>
            {(control) => (
              <Input
                {...control}
                inputMode="numeric"
                value={fromDay}
                onChange={(event) => change(() => setFromDay(event.target.value))}
              />
            )}
          </Field>
        ) : null}
      </div>
      {checked ? <DraftEffect kind={kind} checked={checked} /> : null}
      {checked?.ok ? (
        <ReasonField label={texts.reason} hint={texts.reasonHint} kept={{ value: reason, onChange: setReason }} />
      ) : null}
      {failed ? (
        <p role="alert" className="text-small text-stopped">
          {wordsOf(failed.error)}
        </p>
      ) : null}
      <span>
        <Button type="submit" variant="primary" loading={check.isPending || propose.isPending}>
          {checked?.ok ? texts.propose : texts.check}
        </Button>
      </span>
    </ScriptedForm>
  );
}
