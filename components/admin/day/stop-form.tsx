"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import type { FormEvent } from "react";
import { useTRPC, wordsOf } from "@/components/admin/trpc";
import { stoppedDayTexts } from "@/components/messages/stopped-day";
import { Button } from "@/components/ui/button";
import { Disclosure } from "@/components/ui/disclosure";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { type CommittablePlan, StillCommittable } from "./still-committable";

const texts = stoppedDayTexts.stop;

type StopFormProps = {
  dayIndex: number;
  /** The plan that signatures were asked for: stopping takes nothing of them back. Null if there is none. */
  plan: CommittablePlan | null;
};

/** What can be done about a day or its plan: one person is enough to stop it, with a reason. */
export function StopForm({ dayIndex, plan }: StopFormProps) {
  const router = useRouter();
  const stop = useMutation(useTRPC().approval.stop.mutationOptions({ onSuccess: () => router.refresh() }));
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const reason = String(new FormData(event.currentTarget).get("reason") ?? "");
    stop.mutate({ dayIndex, reason });
  }
  return (
    <Disclosure summary={plan ? texts.rejectPlan : texts.summary} variant="line">
      <form method="post" onSubmit={submit} className="flex flex-col gap-3">
        <p className="text-small">{texts.effect}</p>
        {plan ? <StillCommittable plan={plan} /> : null}
        <Field label={texts.reason} hint={texts.reasonHint} error={stop.isError ? wordsOf(stop.error) : undefined}>
          {(control) => <Textarea {...control} name="reason" rows={3} maxLength={2_000} />}
        </Field>
        <span>
          <Button type="submit" variant="danger" loading={stop.isPending}>
            {texts.submit(dayIndex)}
          </Button>
        </span>
      </form>
    </Disclosure>
  );
}
