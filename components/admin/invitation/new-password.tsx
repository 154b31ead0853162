"use client";

import { useState } from "react";
import { invitationTexts as texts } from "@/components/messages/invitation";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

/** A new password, typed twice. Tells null while the two differ. */
export function NewPassword({ onChange }: { onChange: (password: string | null) => void }) {
  const [first, setFirst] = useState("");
  const [again, setAgain] = useState("");
  function tell(one: string, other: string) {
    setFirst(one);
    setAgain(other);
    onChange(one === other ? one : null);
  }
  const differs = again !== "" && again !== first;
  const input = { type: "password", autoComplete: "new-password", required: true, size: "large" } as const;
  return (
    <>
      <Field label={texts.newPassword} hint={texts.newPasswordHint}>
        {(control) => <Input {...control} {...input} onChange={(event) => tell(event.target.value, again)} />}
      </Field>
      <Field label={texts.again} error={differs ? texts.differs : undefined}>
        {(control) => <Input {...control} {...input} onChange={(event) => tell(first, event.target.value)} />}
      </Field>
    </>
  );
}
