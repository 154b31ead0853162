"use client";

import { useMutation } from "@tanstack/react-query";
import { CallFailed } from "@/components/admin/call-failed";
import { RecoveryCodes } from "@/components/admin/invitation/recovery-codes";
import { useTRPC } from "@/components/admin/trpc";
import { accountTexts } from "@/components/messages/account";
import { Disclosure } from "@/components/ui/disclosure";
import { PresentPassword } from "./present-password";

const texts = accountTexts.credentials;

export function RenewRecoveryCodes() {
  const renew = useMutation(useTRPC().credentials.renewRecoveryCodes.mutationOptions());
  return (
    <Disclosure variant="line" summary={texts.renewCodes}>
      <div className="flex max-w-prose flex-col gap-4 pt-1">
        <CallFailed title={texts.codesKept} error={renew.error} />
        {renew.isSuccess ? (
          <RecoveryCodes codes={renew.data.recoveryCodes} />
        ) : (
          <PresentPassword
            note={texts.renewCodesNote}
            verb={texts.renewCodes}
            isPending={renew.isPending}
            onGiven={(current) => renew.mutate({ current })}
          />
        )}
      </div>
    </Disclosure>
  );
}
