"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import type { FormEvent } from "react";
import { useTRPC, wordsOf } from "@/components/admin/trpc";
import { overviewTexts } from "@/components/messages/overview";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Disclosure } from "@/components/ui/disclosure";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";

const texts = overviewTexts.pause;

type PauseFormProps = {
  /** Who paused the engine, if somebody did: then it is resumed. */
  pausedBy: string | null;
  /** Why this person may not. */
  refusal: string | null;
};

/** One person pauses the engine or resumes it, with a reason. */
export function PauseForm({ pausedBy, refusal }: PauseFormProps) {
  const router = useRouter();
  const api = useTRPC().engine;
  const done = { onSuccess: () => router.refresh() };
  const pause = useMutation(api.pause.mutationOptions(done));
  const resume = useMutation(api.resume.mutationOptions(done));
  const isPaused = pausedBy !== null;
  const [act, words] = isPaused ? [resume, texts.resume] : [pause, texts.start];
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const reason = String(new FormData(event.currentTarget).get("reason") ?? "");
    act.mutate({ reason });
  }
  const form = (
    <form method="post" onSubmit={submit} className="flex flex-col gap-3">
      <p className="max-w-prose text-small">{words.effect}</p>
      {refusal ? null : (
        <Field label={words.reason} hint={texts.reasonHint} error={act.isError ? wordsOf(act.error) : undefined}>
          {(control) => <Textarea {...control} name="reason" rows={2} maxLength={2_000} />}
        </Field>
      )}
      <span>
        <Button
          type="submit"
          variant={isPaused ? "primary" : "danger"}
          loading={act.isPending}
          disabledReason={refusal}
        >
          {words.submit}
        </Button>
      </span>
    </form>
  );
  return isPaused ? (
    <Card title={texts.resume.title(pausedBy)}>{form}</Card>
  ) : (
    <Disclosure summary={texts.start.title}>{form}</Disclosure>
  );
}
