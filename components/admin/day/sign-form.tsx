"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { CallFailed } from "@/components/admin/call-failed";
import { SignText } from "@/components/admin/signing/sign-text";
import { useTRPC } from "@/components/admin/trpc";
import { approvalTexts } from "@/components/messages/approval";
import { toast } from "@/components/ui/toaster";
import { useDayRequest } from "./day-request";

const texts = approvalTexts.sign;

type SignFormProps = {
  dayIndex: number;
  /** The button's text: "Approve day 20779, 98 765.43 ADA". */
  label: string;
  text: string;
  publicKey: string;
  keyIsHere: boolean;
  networkMagic: number;
};

/** Signs a day's text in this browser, and sends the signature. */
export function SignForm({ dayIndex, ...toSign }: SignFormProps) {
  const router = useRouter();
  const sign = useMutation(
    useTRPC().approval.sign.mutationOptions({
      onSuccess: ({ approvals, threshold }) => {
        const description = approvalTexts.signatures.approvals(approvals, threshold);
        toast.success(texts.approved(dayIndex), { description });
        router.refresh();
      },
    }),
  );
  const takenAlong = useDayRequest(dayIndex);
  return (
    <div className="flex flex-col gap-4">
      <CallFailed title={texts.failed} error={sign.error} />
      <SignText
        {...toSign}
        takenAlong={takenAlong}
        busy={sign.isPending || sign.isSuccess}
        onSigned={(signed) => sign.mutate({ dayIndex, signed })}
      />
    </div>
  );
}
