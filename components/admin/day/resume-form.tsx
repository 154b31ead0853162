"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import type { FormEvent } from "react";
import { useTRPC, wordsOf } from "@/components/admin/trpc";
import { partPaidTexts as texts } from "@/components/messages/part-paid";
import { Button } from "@/components/ui/button";
import { Disclosure } from "@/components/ui/disclosure";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";

/** One person asks, with a reason; oracle and approvers then sign a new deadline for what is left. */
export function ResumeForm({ dayIndex }: { dayIndex: number }) {
  const router = useRouter();
  const resume = useMutation(useTRPC().approval.resume.mutationOptions({ onSuccess: () => router.refresh() }));
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const reason = String(new FormData(event.currentTarget).get("reason") ?? "");
    resume.mutate({ dayIndex, reason });
  }
  return (
    <Disclosure summary={texts.summary} variant="line">
      <form method="post" onSubmit={submit} className="flex flex-col gap-3">
        <p className="text-small">{texts.effect}</p>
        <Field label={texts.reason} hint={texts.reasonHint} error={resume.isError ? wordsOf(resume.error) : undefined}>
          {(control) => <Textarea {...control} name="reason" rows={3} maxLength={2_000} />}
        </Field>
        <span>
          <Button type="submit" loading={resume.isPending}>
            {texts.submit(dayIndex)}
          </Button>
        </span>
      </form>
    </Disclosure>
  );
}
