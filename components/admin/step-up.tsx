"use client";

import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useCallback, useRef, useState } from "react";
import { stepUpTexts as texts } from "@/components/messages/step-up";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
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
  const field = useRef<HTMLInputElement>(null);
  const stepUp = useMutation(
    useTRPC().account.stepUp.mutationOptions({
      onSuccess: () => settle(true),
      onError: () => {
        if (field.current) field.current.value = "";
        field.current?.focus();
      },
    }),
  );
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    // In the document the dialog is outside the page's form, but React hands its events on to it.
    event.stopPropagation();
    stepUp.mutate({ code: field.current?.value ?? "" });
  }
  return (
    <form method="dialog" onSubmit={submit} className="flex flex-col gap-4">
      <Field label={texts.code} hint={texts.codeHint} error={stepUp.isError ? wordsOf(stepUp.error) : undefined}>
        {(control) => (
          <Input
            {...control}
            ref={field}
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={7}
            required
            mono
            size="large"
            className="tracking-[0.3em]"
          />
        )}
      </Field>
      <div className="flex justify-end gap-2">
        <Button onClick={() => settle(false)}>{texts.cancel}</Button>
        <Button type="submit" variant="primary" loading={stepUp.isPending || stepUp.isSuccess}>
          {texts.submit}
        </Button>
      </div>
    </form>
  );
}
