"use client";

import { useMemo, useState } from "react";
import { invitationTexts as texts } from "@/components/messages/invitation";
import { Field } from "@/components/ui/field";
import { SecretInput, useSecret } from "@/components/ui/secret-input";

/** A new password that is typed twice. `read` answers null, and the field says so, unless both are the same. */
export function useNewPassword() {
  const [first, again] = [useSecret(), useSecret()];
  const [differs, setDiffers] = useState(false);
  return useMemo(
    () => ({
      first,
      again,
      differs,
      read(): string | null {
        const same = first.read() === again.read();
        setDiffers(!same);
        return same ? first.read() : null;
      },
      clear() {
        first.clear();
        again.clear();
      },
    }),
    [first, again, differs],
  );
}

type NewPasswordProps = { password: ReturnType<typeof useNewPassword>; size?: "medium" | "large" };

export function NewPassword({ password, size = "medium" }: NewPasswordProps) {
  const { first, again, differs } = password;
  const input = { autoComplete: "new-password", required: true, size };
  return (
    <>
      <Field label={texts.newPassword} hint={texts.newPasswordHint}>
        {(control) => <SecretInput {...control} {...input} secret={first} />}
      </Field>
      <Field label={texts.again} error={differs ? texts.differs : undefined}>
        {(control) => <SecretInput {...control} {...input} secret={again} />}
      </Field>
    </>
  );
}
