"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { ReasonForm } from "@/components/admin/reason-form";
import { useTRPC } from "@/components/admin/trpc";
import { partPaidTexts as texts } from "@/components/messages/part-paid";
import { Disclosure } from "@/components/ui/disclosure";

/** One person asks, with a reason; oracle and approvers then sign a new deadline for what is left. */
export function ResumeForm({ dayIndex }: { dayIndex: number }) {
  const router = useRouter();
  const resume = useMutation(useTRPC().approval.resume.mutationOptions({ onSuccess: () => router.refresh() }));
  return (
    <Disclosure summary={texts.summary} variant="line">
      <ReasonForm
        label={texts.reason}
        hint={texts.reasonHint}
        submit={texts.submit(dayIndex)}
        call={resume}
        onReason={(reason) => resume.mutate({ dayIndex, reason })}
      >
        <p className="text-small">{texts.ask}</p>
      </ReasonForm>
    </Disclosure>
  );
}
