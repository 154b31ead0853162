"use client";

import { signInTexts } from "@/components/messages/sign-in";
import { Field } from "@/components/ui/field";
import { type Secret, SecretInput } from "@/components/ui/secret-input";
import { MOST_CODE_CHARACTERS } from "@/server/domain/people/credentials";

const texts = signInTexts.secondFactor;

type CodeFieldProps = { code: Secret; hint: string; error?: string | undefined; size?: "medium" | "large" };

/** A code of the second factor. Letters too, where a recovery code takes its place. */
export function CodeField({ code, hint, error, size = "medium" }: CodeFieldProps) {
  return (
    <Field label={texts.code} hint={hint} error={error}>
      {(control) => (
        <SecretInput
          {...control}
          secret={code}
          type="text"
          autoComplete="one-time-code"
          maxLength={MOST_CODE_CHARACTERS}
          required
          mono
          size={size}
        />
      )}
    </Field>
  );
}
