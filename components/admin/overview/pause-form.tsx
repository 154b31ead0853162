"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { ReasonForm } from "@/components/admin/reason-form";
import { useTRPC } from "@/components/admin/trpc";
import { overviewTexts } from "@/components/messages/overview";
import { Card } from "@/components/ui/card";
import { Disclosure } from "@/components/ui/disclosure";

const texts = overviewTexts.pause;

type PauseFormProps = {
  /** Null while it runs. Who paused it, and why, is told with the other parts. */
  pause: { readonly needsTwo: boolean; readonly checkedBy: { readonly name: string } | null } | null;
  /** Why this person may not. */
  refusal: string | null;
};

/** One person pauses the engine or resumes it, with a reason; after an adoption two people resume it. */
export function PauseForm({ pause, refusal }: PauseFormProps) {
  const router = useRouter();
  const api = useTRPC().engine;
  const done = { onSuccess: () => router.refresh() };
  const start = useMutation(api.pause.mutationOptions(done));
  const resume = useMutation(api.resume.mutationOptions(done));
  const [act, words] = pause ? [resume, wordsOf(pause)] : [start, texts.start];
  const form = (
    <ReasonForm
      label={words.reason}
      hint={texts.reasonHint}
      rows={2}
      submit={words.submit}
      variant={pause ? "primary" : "danger"}
      call={act}
      onReason={(reason) => act.mutate({ reason })}
      refusal={refusal}
    >
      <p className="max-w-prose text-small">{words.effect}</p>
    </ReasonForm>
  );
  return pause ? <Card title={words.title}>{form}</Card> : <Disclosure summary={words.title}>{form}</Disclosure>;
}

function wordsOf({ needsTwo, checkedBy }: NonNullable<PauseFormProps["pause"]>) {
  if (!needsTwo) return texts.resume;
  return checkedBy === null ? texts.check : { ...texts.confirm, effect: texts.confirm.effect(checkedBy.name) };
}
