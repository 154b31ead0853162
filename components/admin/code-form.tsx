"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { signInTexts } from "@/components/messages/sign-in";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { ScriptedForm } from "@/components/ui/scripted-form";
import { SecretInput, useSecret } from "@/components/ui/secret-input";
import { useTRPC, wordsOf } from "./trpc";

const texts = signInTexts.secondFactor;

/** The second step: six digits. The right ones open the console. */
export function CodeForm() {
  const router = useRouter();
  const trpc = useTRPC();
  const code = useSecret();
  const confirm = useMutation(
    trpc.account.confirmCode.mutationOptions({
      onSuccess: () => router.push("/admin"),
      onError: () => {
        code.clear();
        code.ref.current?.focus();
      },
    }),
  );
  const leave = useMutation(
    trpc.account.signOut.mutationOptions({ onSettled: () => window.location.assign("/admin/sign-in") }),
  );
  return (
    <ScriptedForm onSubmit={() => confirm.mutate({ code: code.read() })} className="gap-4">
      <Field label={texts.code} hint={texts.codeHint} error={confirm.isError ? wordsOf(confirm.error) : undefined}>
        {(control) => (
          <SecretInput
            {...control}
            secret={code}
            type="text"
            inputMode="numeric"
            autoComplete="one-time-code"
            pattern="[0-9 ]{6,7}"
            maxLength={7}
            required
            mono
            size="large"
            className="tracking-[0.3em]"
          />
        )}
      </Field>
      <Button type="submit" variant="primary" size="large" loading={confirm.isPending || confirm.isSuccess}>
        {texts.submit}
      </Button>
      <Button variant="ghost" onClick={() => leave.mutate()}>
        {texts.otherAccount}
      </Button>
    </ScriptedForm>
  );
}
