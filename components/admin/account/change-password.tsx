"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { NewPassword, useNewPassword } from "@/components/admin/invitation/new-password";
import { useTRPC, wordsOf } from "@/components/admin/trpc";
import { accountTexts } from "@/components/messages/account";
import { Button } from "@/components/ui/button";
import { Disclosure } from "@/components/ui/disclosure";
import { Field } from "@/components/ui/field";
import { ScriptedForm } from "@/components/ui/scripted-form";
import { SecretInput, useSecret } from "@/components/ui/secret-input";
import { toast } from "@/components/ui/toaster";

const texts = accountTexts.credentials;

export function ChangePassword() {
  const router = useRouter();
  const current = useSecret();
  const next = useNewPassword();
  const change = useMutation(
    useTRPC().credentials.changePassword.mutationOptions({
      onSuccess: () => {
        current.clear();
        next.clear();
        toast.success(texts.passwordChanged);
        router.refresh();
      },
    }),
  );
  function submit() {
    const password = next.read();
    if (password !== null) change.mutate({ current: current.read(), next: password });
  }
  return (
    <Disclosure variant="line" summary={texts.changePassword}>
      <ScriptedForm onSubmit={submit} className="max-w-prose gap-3 pt-1">
        <Field label={texts.current} error={change.isError ? wordsOf(change.error) : undefined}>
          {(control) => <SecretInput {...control} secret={current} autoComplete="current-password" required />}
        </Field>
        <NewPassword password={next} />
        <span>
          <Button type="submit" loading={change.isPending}>
            {texts.changePassword}
          </Button>
        </span>
      </ScriptedForm>
    </Disclosure>
  );
}
