import { KeyRound } from "lucide-react";
import { useState } from "react";
import { offlineTexts } from "@/components/messages/offline";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Digits } from "@/components/ui/digits";
import { Field } from "@/components/ui/field";
import { ScriptedForm } from "@/components/ui/scripted-form";
import { SecretInput, useSecret } from "@/components/ui/secret-input";
import { openKey } from "@/server/domain/approver-key/vault";
import { signRequest, type ToSign, unboundedBy, whyNotSigned } from "@/server/domain/signing-request/sign";
import { sayNotSigned, sayRequest, sayUnbounded } from "@/server/words/signing-request";
import type { ChosenKey } from "./use-chosen";

const texts = offlineTexts.sign;

type SignCardProps = {
  toSign: ToSign;
  chosenKey: ChosenKey | null;
  /** The request was checked, and nothing speaks against it. */
  isChecked: boolean;
  /** The person says, or takes back, that what no amount bounds is meant. */
  onMeant: (isMeant: boolean) => void;
  onSigned: (answer: string) => void;
};

/** The last step: the key is opened for this moment only. What speaks against it stands under the button. */
export function SignCard({ toSign, chosenKey, isChecked, onMeant, onSigned }: SignCardProps) {
  const passphrase = useSecret();
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const why = isChecked ? whyNotSigned(toSign) : "unchecked";
  const unbounded = isChecked ? unboundedBy(toSign.request, toSign.plan) : null;

  async function sign() {
    if (chosenKey === null || why !== null) return;
    setProblem(null);
    setBusy(true);
    const opened = await open(chosenKey, passphrase.read());
    setBusy(false);
    if (!opened.ok) return setProblem(opened.problem);
    passphrase.clear();
    onSigned(signRequest({ ...toSign, publicKey: chosenKey.publicKey }, opened.secretKey));
  }

  return (
    <Card title={texts.title}>
      <ScriptedForm onSubmit={sign} className="gap-4">
        {chosenKey ? (
          <p className="flex gap-2.5">
            <KeyRound aria-hidden className="mt-1 size-4 shrink-0 text-muted" />
            <span className="min-w-0">
              <span className="text-muted text-small">{texts.key} </span>
              <code className="break-all font-mono text-small">{chosenKey.publicKey}</code>
            </span>
          </p>
        ) : null}
        {unbounded ? (
          <label className="flex items-start gap-2.5">
            <input
              type="checkbox"
              checked={toSign.isMeant}
              onChange={(event) => onMeant(event.target.checked)}
              className="mt-1 size-4 accent-accent"
            />
            <span>{texts.meant(sayUnbounded(unbounded))}</span>
          </label>
        ) : null}
        {chosenKey?.kind === "sealed" ? (
          <Field label={texts.passphrase} error={problem} className="max-w-96">
            {(control) => <SecretInput {...control} secret={passphrase} autoComplete="off" />}
          </Field>
        ) : null}
        <Button
          type="submit"
          variant="primary"
          size="large"
          wraps
          loading={busy}
          disabledReason={why === null ? undefined : sayNotSigned(why)}
        >
          <Digits text={texts.label(sayRequest(toSign.request, toSign.plan).title)} />
        </Button>
      </ScriptedForm>
    </Card>
  );
}

async function open(key: ChosenKey, passphrase: string) {
  if (key.kind === "plain") return { ok: true, secretKey: key.secretKey } as const;
  if (passphrase === "") return { ok: false, problem: texts.noPassphrase } as const;
  return openKey(key.sealed, passphrase);
}
