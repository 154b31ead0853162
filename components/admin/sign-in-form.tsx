"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { signInTexts as texts } from "@/components/messages/sign-in";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { ScriptedForm } from "@/components/ui/scripted-form";
import { SecretInput, useSecret } from "@/components/ui/secret-input";
import { type PasswordAnswer, sendPassword } from "./send-password";

type Failure = Exclude<PasswordAnswer, "right">;

/** The first step, then on to `then`. One answer for every failure, so that it does not reveal who has an account. */
export function SignInForm({ then }: { then: string }) {
  const router = useRouter();
  const password = useSecret();
  const [state, setState] = useState<"idle" | "busy" | Failure>("idle");
  async function submit(form: HTMLFormElement) {
    setState("busy");
    const answer = await sendPassword(String(new FormData(form).get("email") ?? ""), password.read());
    password.clear();
    if (answer === "right") router.push(then);
    else setState(answer);
  }
  const failure = state === "idle" || state === "busy" ? null : texts.failures[state];
  return (
    <ScriptedForm onSubmit={submit} className="gap-4">
      {failure ? (
        <Callout tone="stopped" title={failure.title} announce>
          {failure.note}
        </Callout>
      ) : null}
      <Field label={texts.email}>
        {(control) => <Input {...control} name="email" type="email" autoComplete="username" required size="large" />}
      </Field>
      <Field label={texts.password}>
        {(control) => (
          <SecretInput {...control} secret={password} autoComplete="current-password" required size="large" />
        )}
      </Field>
      <Button type="submit" variant="primary" size="large" loading={state === "busy"}>
        {texts.submit}
      </Button>
    </ScriptedForm>
  );
}
