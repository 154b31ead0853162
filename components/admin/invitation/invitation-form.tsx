"use client";

import { type FormEvent, useState } from "react";
import { EnrolTotp } from "@/components/admin/enrol-totp";
import { wordsOf } from "@/components/admin/trpc";
import { invitationTexts as texts } from "@/components/messages/invitation";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { OpenLink } from "@/server/services/people/open-link";
import { CodeField } from "./code-field";
import { NewPassword } from "./new-password";

type InvitationFormProps = {
  link: OpenLink;
  call: { readonly isPending: boolean; readonly isError: boolean; readonly error: unknown };
  onAccept: (given: { password: string; code: string; ticket: string | null }) => void;
};

/** Drawn by scripts alone, and its fields have no names: no browser posts anything of it by itself. */
export function InvitationForm({ link, call, onAccept }: InvitationFormProps) {
  const { sets, factor } = link;
  const [password, setPassword] = useState<string | null>("");
  const [code, setCode] = useState("");
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (password !== null) onAccept({ password, code, ticket: factor?.ticket ?? null });
  }
  return (
    <>
      <div>
        <h1 className="font-semibold text-display">{texts.titles[sets]}</h1>
        <p className="mt-1 break-words text-muted">
          {texts.hello(link.name)} {texts.notes[sets]}
        </p>
      </div>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <Field label={texts.email}>
          {(control) => (
            <Input {...control} type="email" autoComplete="username" value={link.email} readOnly size="large" />
          )}
        </Field>
        {sets === "second-factor" ? (
          <Field label={texts.password}>
            {(control) => (
              <Input
                {...control}
                type="password"
                autoComplete="current-password"
                onChange={(event) => setPassword(event.target.value)}
                required
                size="large"
              />
            )}
          </Field>
        ) : (
          <NewPassword onChange={setPassword} />
        )}
        {factor ? <EnrolTotp secret={factor.secret} uri={factor.uri} /> : null}
        <CodeField hint={factor ? texts.codeHint : texts.codeOrRecoveryHint} onChange={setCode} />
        {call.isError ? (
          <Callout tone="stopped" title={texts.failed} announce>
            {wordsOf(call.error)}
          </Callout>
        ) : null}
        <Button type="submit" variant="primary" size="large" loading={call.isPending}>
          {texts.submit}
        </Button>
      </form>
    </>
  );
}
