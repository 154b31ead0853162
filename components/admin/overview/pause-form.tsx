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
  /** Then it is resumed. Who paused it, and why, is told with the other parts. */
  isPaused: boolean;
  /** Why this person may not. */
  refusal: string | null;
};

/** One person pauses the engine or resumes it, with a reason. */
export function PauseForm({ isPaused, refusal }: PauseFormProps) {
  const router = useRouter();
  const api = useTRPC().engine;
  const done = { onSuccess: () => router.refresh() };
  const pause = useMutation(api.pause.mutationOptions(done));
  const resume = useMutation(api.resume.mutationOptions(done));
  const [act, words] = isPaused ? [resume, texts.resume] : [pause, texts.start];
  const form = (
    <ReasonForm
      label={words.reason}
      hint={texts.reasonHint}
      rows={2}
      submit={words.submit}
      variant={isPaused ? "primary" : "danger"}
      call={act}
      onReason={(reason) => act.mutate({ reason })}
      refusal={refusal}
    >
      <p className="max-w-prose text-small">{words.effect}</p>
    </ReasonForm>
  );
  return isPaused ? (
    <Card title={texts.resume.title}>{form}</Card>
  ) : (
    <Disclosure summary={texts.start.title}>{form}</Disclosure>
  );
}
