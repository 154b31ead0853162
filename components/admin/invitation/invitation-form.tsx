"use client";

import { CallFailed } from "@/components/admin/call-failed";
import { CodeField } from "@/components/admin/code-field";
import { EnrolTotp } from "@/components/admin/enrol-totp";
import { invitationTexts as texts } from "@/components/messages/invitation";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { ScriptedForm } from "@/components/ui/scripted-form";
import { SecretInput, useSecret } from "@/components/ui/secret-input";
import type { OpenLink } from "@/server/services/people/open-link";
import { NewPassword, useNewPassword } from "./new-password";

type InvitationFormProps = {
  link: OpenLink;
  call: { readonly isPending: boolean; readonly isError: boolean; readonly error: unknown };
  onAccept: (given: { password: string; code: string; ticket: string | null }) => void;
};

/** What the link sets, and what of the person's stays needed, in one form. */
export function InvitationForm({ link, call, onAccept }: InvitationFormProps) {
  const { sets, factor } = link;
  const next = useNewPassword();
  const current = useSecret();
  const code = useSecret();
  function submit() {
    const password = sets === "second-factor" ? current.read() : next.read();
    if (password !== null) onAccept({ password, code: code.read(), ticket: factor?.ticket ?? null });
  }
  return (
    <>
      <div>
        <h1 className="font-semibold text-display">{texts.titles[sets]}</h1>
        <p className="mt-1 break-words text-muted">
          {texts.hello(link.name)} {texts.notes[sets]}
        </p>
      </div>
      <ScriptedForm onSubmit={submit} className="gap-4">
        <Field label={texts.email}>
          {(control) => (
            <Input {...control} type="email" autoComplete="username" value={link.email} readOnly size="large" />
          )}
        </Field>
        {sets === "second-factor" ? (
          <Field label={texts.password}>
            {(control) => (
              <SecretInput {...control} secret={current} autoComplete="current-password" required size="large" />
            )}
          </Field>
        ) : (
          <NewPassword password={next} size="large" />
        )}
        {factor ? <EnrolTotp secret={factor.secret} uri={factor.uri} /> : null}
        <CodeField code={code} hint={factor ? texts.codeHint : texts.codeOrRecoveryHint} size="large" />
        <CallFailed title={texts.failed} error={call.error} />
        <Button type="submit" variant="primary" size="large" loading={call.isPending}>
          {texts.submit}
        </Button>
      </ScriptedForm>
    </>
  );
}
