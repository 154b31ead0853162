"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { ReasonForm } from "@/components/admin/reason-form";
import { useTRPC } from "@/components/admin/trpc";
import { stoppedDayTexts } from "@/components/messages/stopped-day";
import { Disclosure } from "@/components/ui/disclosure";
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
  return (
    <Disclosure summary={plan ? texts.rejectPlan : texts.summary} variant="line">
      <ReasonForm
        label={texts.reason}
        hint={texts.reasonHint}
        submit={texts.submit(dayIndex)}
        variant="danger"
        call={stop}
        onReason={(reason) => stop.mutate({ dayIndex, reason })}
      >
        <p className="text-small">{texts.effect}</p>
        {plan ? <StillCommittable plan={plan} /> : null}
      </ReasonForm>
    </Disclosure>
  );
}
