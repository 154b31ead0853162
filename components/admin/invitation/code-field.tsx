"use client";

import { invitationTexts as texts } from "@/components/messages/invitation";
import { Field } from "@/components/ui/field";
import { type Secret, SecretInput } from "@/components/ui/secret-input";

type CodeFieldProps = { code: Secret; hint: string; size?: "medium" | "large" };

/** A code of the second factor. Letters too, where a recovery code takes its place. */
export function CodeField({ code, hint, size = "medium" }: CodeFieldProps) {
  return (
    <Field label={texts.code} hint={hint}>
      {(control) => (
        <SecretInput
          {...control}
          secret={code}
          type="text"
          autoComplete="one-time-code"
          maxLength={30}
          required
          mono
          size={size}
        />
      )}
    </Field>
  );
}
