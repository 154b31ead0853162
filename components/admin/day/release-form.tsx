"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import type { FormEvent } from "react";
import { useTRPC, wordsOf } from "@/components/admin/trpc";
import { stoppedDayTexts } from "@/components/messages/stopped-day";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";

const texts = stoppedDayTexts.release;

type ReleaseFormProps = {
  dayIndex: number;
  /** The name of the state that it goes back to. */
  to: string;
  /** True for the second of two people. */
  confirms: boolean;
  refusal: string | null;
};

/** Releasing takes two people: the first gives the reason, the second confirms it. */
export function ReleaseForm({ dayIndex, to, confirms, refusal }: ReleaseFormProps) {
  const router = useRouter();
  const release = useMutation(useTRPC().approval.release.mutationOptions({ onSuccess: () => router.refresh() }));
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const reason = String(new FormData(event.currentTarget).get("reason") ?? "");
    release.mutate({ dayIndex, act: confirms ? { kind: "confirm" } : { kind: "request", reason } });
  }
  const label = confirms ? texts.confirm(dayIndex, to) : texts.request(dayIndex);
  const error = release.isError ? wordsOf(release.error) : undefined;
  return (
    <form method="post" onSubmit={submit} className="flex flex-col gap-3">
      {confirms || refusal ? null : (
        <Field label={texts.reason} hint={texts.reasonHint} error={error}>
          {(control) => <Textarea {...control} name="reason" rows={3} maxLength={2_000} />}
        </Field>
      )}
      {confirms && error ? (
        <p role="alert" className="text-small text-stopped">
          {error}
        </p>
      ) : null}
      <span>
        <Button type="submit" variant="danger" loading={release.isPending} disabledReason={refusal}>
          {label}
        </Button>
      </span>
    </form>
  );
}
