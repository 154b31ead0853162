"use client";

import { useMutation } from "@tanstack/react-query";
import { CallFailed } from "@/components/admin/call-failed";
import { CodeField } from "@/components/admin/code-field";
import { EnrolTotp } from "@/components/admin/enrol-totp";
import { RecoveryCodes } from "@/components/admin/invitation/recovery-codes";
import { useTRPC } from "@/components/admin/trpc";
import { accountTexts } from "@/components/messages/account";
import { invitationTexts } from "@/components/messages/invitation";
import { Button } from "@/components/ui/button";
import { Disclosure } from "@/components/ui/disclosure";
import { ScriptedForm } from "@/components/ui/scripted-form";
import { useSecret } from "@/components/ui/secret-input";
import { PresentPassword } from "./present-password";

const texts = accountTexts.credentials;

/** Another phone: the new factor counts from its first code on, and the old one until then. */
export function ChangeSecondFactor() {
  const trpc = useTRPC();
  const code = useSecret();
  const offer = useMutation(trpc.credentials.offerSecondFactor.mutationOptions());
  const change = useMutation(trpc.credentials.changeSecondFactor.mutationOptions({ onError: code.clear }));
  const failed = change.error ?? offer.error;
  return (
    <Disclosure variant="line" summary={texts.changeFactor}>
      <div className="flex max-w-prose flex-col gap-4 pt-1">
        <CallFailed title={texts.factorKept} error={failed} />
        {change.isSuccess ? (
          <>
            <p role="status">{texts.factorChanged}</p>
            <RecoveryCodes codes={change.data.recoveryCodes} />
          </>
        ) : offer.isSuccess ? (
          <ScriptedForm
            onSubmit={() => change.mutate({ ticket: offer.data.ticket, code: code.read() })}
            className="gap-4"
          >
            <EnrolTotp secret={offer.data.secret} uri={offer.data.uri} />
            <CodeField code={code} hint={invitationTexts.codeHint} />
            <span>
              <Button type="submit" loading={change.isPending}>
                {texts.changeFactor}
              </Button>
            </span>
          </ScriptedForm>
        ) : (
          <PresentPassword
            note={texts.changeFactorNote}
            verb={texts.showFactor}
            isPending={offer.isPending}
            onGiven={(current) => offer.mutate({ current })}
          />
        )}
      </div>
    </Disclosure>
  );
}
