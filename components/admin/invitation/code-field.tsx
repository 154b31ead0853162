"use client";

import { invitationTexts as texts } from "@/components/messages/invitation";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

/** A code of the second factor, in a field without a name. */
export function CodeField({ hint, onChange }: { hint: string; onChange: (code: string) => void }) {
  return (
    <Field label={texts.code} hint={hint}>
      {(control) => (
        <Input
          {...control}
          autoComplete="one-time-code"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={30}
          onChange={(event) => onChange(event.target.value)}
          required
          mono
          size="large"
        />
      )}
    </Field>
  );
}
