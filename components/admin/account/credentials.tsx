"use client";

import { accountTexts } from "@/components/messages/account";
import { Card } from "@/components/ui/card";
import { ChangePassword } from "./change-password";
import { ChangeSecondFactor } from "./change-second-factor";
import { RenewRecoveryCodes } from "./renew-recovery-codes";

const texts = accountTexts.credentials;

/** What this person signs in with, and the ways to change it. */
export function Credentials({ recoveryCodes }: { recoveryCodes: number }) {
  return (
    <Card title={texts.title} note={texts.note(recoveryCodes)}>
      <div className="flex flex-col gap-3">
        <ChangePassword />
        <ChangeSecondFactor />
        <RenewRecoveryCodes />
      </div>
    </Card>
  );
}
