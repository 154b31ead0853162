"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { CallFailed } from "@/components/admin/call-failed";
import { ReasonField } from "@/components/admin/reason-field";
import { useTRPC } from "@/components/admin/trpc";
import { poolTexts } from "@/components/messages/pool";
import { Button } from "@/components/ui/button";
import { ExactText } from "@/components/ui/exact-text";
import { Field } from "@/components/ui/field";
import { ScriptedForm } from "@/components/ui/scripted-form";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toaster";
import type { ActName } from "@/server/domain/contract/typed-act";
import type { FieldProblem } from "@/server/domain/fields";
import { ACT_WORDS, type FormField, fillAct } from "@/server/words/act-form";
import { ActFields, type Approver } from "./act-fields";
import { Effect } from "./effect";
import { Voids } from "./voids";

const texts = poolTexts.form;

type ProposeActProps = {
  first: ActName;
  forms: Readonly<Record<ActName, readonly FormField[]>>;
  approvers: readonly Approver[];
};

/** Two steps: see what an act does, then propose exactly that. */
export function ProposeAct({ first, forms, approvers }: ProposeActProps) {
  const router = useRouter();
  const { acts } = useTRPC();
  const [name, setName] = useState<ActName>(first);
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const [reason, setReason] = useState("");
  const [problems, setProblems] = useState<readonly FieldProblem[]>([]);
  const check = useMutation(
    acts.check.mutationOptions({ onSuccess: (result) => setProblems(result.ok ? [] : result.problems) }),
  );
  const propose = useMutation(
    acts.propose.mutationOptions({
      onSuccess: (result) => {
        if (!result.ok) return setProblems(result.problems);
        toast.success(texts.proposed, { description: result.text });
        change(() => {
          setReason("");
          setValues({});
        });
        router.replace("/admin/pool");
        router.refresh();
      },
    }),
  );
  const checked = check.data?.ok ? check.data : null;
  const failed = [check, propose].find((mutation) => mutation.isError);

  /** Whatever was checked is not what stands there any more. */
  function change(set: () => void) {
    set();
    setProblems([]);
    check.reset();
    propose.reset();
  }
  function submit() {
    const filled = fillAct(name, values);
    if (!filled.ok) return setProblems(filled.problems);
    if (checked) propose.mutate({ act: filled.act, reason });
    else check.mutate(filled.act);
  }
  return (
    <ScriptedForm onSubmit={submit} className="gap-5">
      <Field label={texts.act} hint={ACT_WORDS[name].does}>
        {(control) => (
          <Select
            {...control}
            value={name}
            onChange={(event) =>
              change(() => {
                setName(event.target.value as ActName);
                setValues({});
              })
            }
          >
            {Object.entries(ACT_WORDS).map(([each, { label }]) => (
              <option key={each} value={each}>
                {label}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <ActFields
        name={name}
        fields={forms[name]}
        values={values}
        problems={problems}
        approvers={approvers}
        onChange={(field, text) => change(() => setValues({ ...values, [field]: text }))}
      />
      {checked ? (
        <div role="status" className="flex flex-col gap-4">
          <h3 className="font-semibold text-title">{checked.effect.title}</h3>
          <Effect effect={checked.effect} />
          <Voids sentences={checked.voids} />
          <div>
            <h4 className="font-medium text-small">{texts.text}</h4>
            <ExactText>{checked.text}</ExactText>
          </div>
          <ReasonField label={texts.reason} hint={texts.reasonHint} kept={{ value: reason, onChange: setReason }} />
        </div>
      ) : null}
      <CallFailed title={texts.wrong} error={failed?.error} />
      <span>
        <Button type="submit" variant="primary" loading={check.isPending || propose.isPending}>
          {checked ? texts.propose : texts.check}
        </Button>
      </span>
    </ScriptedForm>
  );
}
