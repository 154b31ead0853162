"use client";

import { useMutation } from "@tanstack/react-query";
import { RecoveryCodes } from "@/components/admin/invitation/recovery-codes";
import { useTRPC, wordsOf } from "@/components/admin/trpc";
import { accountTexts } from "@/components/messages/account";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Disclosure } from "@/components/ui/disclosure";

const texts = accountTexts.credentials;

export function RenewRecoveryCodes() {
  const renew = useMutation(useTRPC().credentials.renewRecoveryCodes.mutationOptions());
  return (
    <Disclosure variant="line" summary={texts.renewCodes}>
      <div className="flex max-w-prose flex-col gap-4 pt-1">
        {renew.isError ? (
          <Callout tone="stopped" title={texts.codesKept} announce>
            {wordsOf(renew.error)}
          </Callout>
        ) : null}
        {renew.isSuccess ? (
          <RecoveryCodes codes={renew.data.recoveryCodes} />
        ) : (
          <>
            <p className="text-muted">{texts.renewCodesNote}</p>
            <span>
              <Button onClick={() => renew.mutate()} loading={renew.isPending}>
                {texts.renewCodes}
              </Button>
            </span>
          </>
        )}
      </div>
    </Disclosure>
  );
}
