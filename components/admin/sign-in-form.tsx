"use client";

import { useRouter } from "next/navigation";
import { signIn } from "next-auth/react";
import { type FormEvent, useState } from "react";
import { signInTexts as texts } from "@/components/messages/sign-in";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

/** The first step. One answer for every failure, so that it does not reveal who has an account. */
export function SignInForm() {
  const router = useRouter();
  const [state, setState] = useState<"idle" | "busy" | "wrong" | "unreachable">("idle");
  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setState("busy");
    const answer = await signIn("credentials", {
      email: String(form.get("email") ?? ""),
      password: String(form.get("password") ?? ""),
      redirect: false,
    }).catch(() => null);
    if (answer?.ok) {
      router.push("/admin/second-factor");
      return;
    }
    setState(answer?.status === 401 ? "wrong" : "unreachable");
  }
  return (
    <form method="post" onSubmit={submit} className="flex flex-col gap-4">
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
          <Input {...control} name="password" type="password" autoComplete="current-password" required size="large" />
        )}
      </Field>
      <Button type="submit" variant="primary" size="large" loading={state === "busy"}>
        {texts.submit}
      </Button>
    </form>
  );
}
