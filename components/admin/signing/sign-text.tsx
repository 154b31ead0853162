"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { CallFailed } from "@/components/admin/call-failed";
import { useTRPC } from "@/components/admin/trpc";
import { signingTexts as texts } from "@/components/messages/signing";
import { Button } from "@/components/ui/button";
import { Digits } from "@/components/ui/digits";
import { Disclosure } from "@/components/ui/disclosure";
import { Field } from "@/components/ui/field";
import { ScriptedForm } from "@/components/ui/scripted-form";
import { SecretInput, useSecret } from "@/components/ui/secret-input";
import type { GivenSignature } from "@/server/domain/contract/given-signature";
import { KeyFile } from "./key-file";
import { SignElsewhere, type TakenAlong } from "./sign-elsewhere";
import { signWithSealedKey } from "./sign-with-sealed-key";
import { WalletSigning } from "./wallet-signing";

type SignTextProps = {
  /** The button's text: "Approve day 20779, 98 765.43 ADA". */
  label: string;
  text: string;
  publicKey: string;
  /** The server keeps the sealed key; else the person has it as a file. */
  keyIsHere: boolean;
  networkMagic: number;
  /** What goes to a machine that signs without a network. */
  takenAlong: TakenAlong;
  /** The signature is being sent, or was. */
  busy: boolean;
  onSigned: (signed: GivenSignature) => void;
};

/**
 * Signs any text in this browser, with the sealed key and its passphrase or with a wallet, or on another machine.
 * Neither the passphrase nor the open key leaves the page; only the signature is handed on. Give it a `key` that
 * changes with the text.
 */
export function SignText(props: SignTextProps) {
  const { label, text, publicKey, keyIsHere, networkMagic, takenAlong, busy, onSigned } = props;
  const passphrase = useSecret();
  const [keyFile, setKeyFile] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [opening, setOpening] = useState(false);
  // Asked for when signing only, so that the page's data never holds it.
  const fetchKey = useMutation(useTRPC().account.openSealedKey.mutationOptions());

  async function signWithKey() {
    setOpening(true);
    const sealed = keyIsHere ? await fetchKey.mutateAsync().catch(() => null) : keyFile;
    if (keyIsHere && sealed === null) return setOpening(false);
    const result = await signWithSealedKey({ sealed, publicKey, passphrase: passphrase.read(), text });
    passphrase.clear();
    setOpening(false);
    setProblem(result.ok ? null : result.problem);
    if (result.ok) onSigned({ kind: "raw", publicKey, signature: result.signature });
  }

  return (
    <div className="flex flex-col gap-4">
      <CallFailed title={texts.failed} error={fetchKey.error} />
      <ScriptedForm onSubmit={signWithKey} className="gap-3">
        {keyIsHere ? null : <KeyFile onRead={setKeyFile} />}
        <Field label={texts.passphrase} error={problem} hint={texts.passphraseHint}>
          {(control) => <SecretInput {...control} secret={passphrase} autoComplete="off" />}
        </Field>
        <Button type="submit" variant="primary" size="large" loading={opening || busy} wraps>
          <Digits text={label} />
        </Button>
      </ScriptedForm>
      <Disclosure variant="line" summary={texts.wallet}>
        <WalletSigning
          verb={texts.walletVerb}
          publicKeys={[publicKey]}
          textOf={() => text}
          networkMagic={networkMagic}
          busy={busy}
          onSigned={onSigned}
        />
      </Disclosure>
      <SignElsewhere {...takenAlong} text={text} publicKey={publicKey} busy={busy} onSigned={onSigned} />
    </div>
  );
}
