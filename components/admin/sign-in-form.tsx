"use client";

import { useRouter } from "next/navigation";
import { signIn } from "next-auth/react";
import { useState } from "react";
import { signInTexts as texts } from "@/components/messages/sign-in";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { ScriptedForm } from "@/components/ui/scripted-form";
import { SecretInput, useSecret } from "@/components/ui/secret-input";

/** The first step. One answer for every failure, so that it does not reveal who has an account. */
export function SignInForm() {
  const router = useRouter();
  const password = useSecret();
  const [state, setState] = useState<"idle" | "busy" | "wrong" | "unreachable">("idle");
  async function submit(form: HTMLFormElement) {
    setState("busy");
    const answer = await signIn("credentials", {
      email: String(new FormData(form).get("email") ?? ""),
      password: password.read(),
      redirect: false,
    }).catch(() => null);
    password.clear();
    if (answer?.ok) {
      router.push("/admin/second-factor");
      return;
    }
    setState(answer?.status === 401 ? "wrong" : "unreachable");
  }
  return (
    <ScriptedForm onSubmit={submit} className="gap-4">
      {state === "wrong" ? (
        <Callout tone="stopped" title={texts.wrong} announce>
          {texts.wrongNote}
        </Callout>
      ) : null}
      {state === "unreachable" ? (
        <Callout tone="stopped" title={texts.noAnswer} announce>
          {texts.noAnswerNote}
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
