"use client";

import { accountTexts } from "@/components/messages/account";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { ScriptedForm } from "@/components/ui/scripted-form";
import { SecretInput, useSecret } from "@/components/ui/secret-input";

type PresentPasswordProps = {
  /** What happens to what is there now. */
  note: string;
  verb: string;
  isPending: boolean;
  onGiven(current: string): void;
};

/** The present password, before something else that its person signs in with is changed. */
export function PresentPassword({ note, verb, isPending, onGiven }: PresentPasswordProps) {
  const current = useSecret();
  function submit() {
    onGiven(current.read());
    current.clear();
  }
  return (
    <ScriptedForm onSubmit={submit} className="gap-3">
      <p className="text-muted">{note}</p>
      <Field label={accountTexts.credentials.current}>
        {(control) => <SecretInput {...control} secret={current} autoComplete="current-password" required />}
      </Field>
      <span>
        <Button type="submit" loading={isPending}>
          {verb}
        </Button>
      </span>
    </ScriptedForm>
  );
}
