"use client";

import { useMutation } from "@tanstack/react-query";
import { useCallback, useRef, useState } from "react";
import { signInTexts } from "@/components/messages/sign-in";
import { stepUpTexts as texts } from "@/components/messages/step-up";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { ScriptedForm } from "@/components/ui/scripted-form";
import { useSecret } from "@/components/ui/secret-input";
import { CodeField } from "./code-field";
import type { AskForCode } from "./step-up-link";
import { useTRPC, wordsOf } from "./trpc";

type Settle = (given: boolean) => void;

/** One question at a time: calls that need a code meanwhile wait for the same answer. */
export function useStepUp(): { readonly ask: AskForCode; readonly settle: Settle | null } {
  const asked = useRef<Promise<boolean> | null>(null);
  const [settle, setSettle] = useState<Settle | null>(null);
  const ask = useCallback(() => {
    asked.current ??= new Promise<boolean>((resolve) => setSettle(() => resolve)).finally(() => {
      asked.current = null;
      setSettle(null);
    });
    return asked.current;
  }, []);
  return { ask, settle };
}

/** Open while `settle` is there. */
export function StepUpDialog({ settle }: { settle: Settle | null }) {
  return (
    <Dialog open={settle !== null} onClose={() => settle?.(false)} title={texts.title} note={texts.note}>
      {settle ? <StepUpForm settle={settle} /> : null}
    </Dialog>
  );
}

function StepUpForm({ settle }: { settle: Settle }) {
  const code = useSecret();
  const stepUp = useMutation(
    useTRPC().account.stepUp.mutationOptions({
      onSuccess: () => settle(true),
      onError: () => {
        code.clear();
        code.ref.current?.focus();
      },
    }),
  );
  return (
    <ScriptedForm onSubmit={() => stepUp.mutate({ code: code.read() })} className="gap-4">
      <CodeField
        code={code}
        hint={signInTexts.secondFactor.codeHint}
        error={stepUp.isError ? wordsOf(stepUp.error) : undefined}
        size="large"
      />
      <div className="flex justify-end gap-2">
        <Button onClick={() => settle(false)}>{texts.cancel}</Button>
        <Button type="submit" variant="primary" loading={stepUp.isPending || stepUp.isSuccess}>
          {texts.submit}
        </Button>
      </div>
    </ScriptedForm>
  );
}
