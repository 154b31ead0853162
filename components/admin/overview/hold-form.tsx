"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { ReasonForm } from "@/components/admin/reason-form";
import { useTRPC } from "@/components/admin/trpc";
import { overviewTexts } from "@/components/messages/overview";
import { Card } from "@/components/ui/card";

const { hold: texts, pause } = overviewTexts;

type HoldFormProps = {
  /** The first of the two people, once there is one. What is wrong is told with the other parts. */
  asked: { readonly name: string; readonly reason: string } | null;
  /** Why this person may not. */
  refusal: string | null;
};

/** Two people, one after the other, have payouts go on that were held because the chain was not well. */
export function HoldForm({ asked, refusal }: HoldFormProps) {
  const router = useRouter();
  const release = useMutation(useTRPC().engine.releaseHold.mutationOptions({ onSuccess: () => router.refresh() }));
  const words =
    asked === null ? texts.ask : { ...texts.confirm, effect: texts.confirm.effect(asked.name, asked.reason) };
  return (
    <Card title={words.title}>
      <ReasonForm
        label={words.reason}
        hint={pause.reasonHint}
        rows={2}
        submit={words.submit}
        variant="primary"
        call={release}
        onReason={(reason) => release.mutate({ reason })}
        refusal={refusal}
      >
        <p className="max-w-prose break-words text-small">{words.effect}</p>
      </ReasonForm>
    </Card>
  );
}
