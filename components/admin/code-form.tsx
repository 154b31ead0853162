"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { signInTexts } from "@/components/messages/sign-in";
import { Button } from "@/components/ui/button";
import { ScriptedForm } from "@/components/ui/scripted-form";
import { useSecret } from "@/components/ui/secret-input";
import { CodeField } from "./code-field";
import { useTRPC, wordsOf } from "./trpc";

const texts = signInTexts.secondFactor;

/** The second step: six digits, or a recovery code. The right ones open the console, at `then`. */
export function CodeForm({ then }: { then: string }) {
  const router = useRouter();
  const trpc = useTRPC();
  const code = useSecret();
  const confirm = useMutation(
    trpc.account.confirmCode.mutationOptions({
      onSuccess: () => router.push(then),
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
      <CodeField
        code={code}
        hint={texts.codeHint}
        error={confirm.isError ? wordsOf(confirm.error) : undefined}
        size="large"
      />
      <Button type="submit" variant="primary" size="large" loading={confirm.isPending || confirm.isSuccess}>
        {texts.submit}
      </Button>
      <Button variant="ghost" onClick={() => leave.mutate()}>
        {texts.otherAccount}
      </Button>
    </ScriptedForm>
  );
}
