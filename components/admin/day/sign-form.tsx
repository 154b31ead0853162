"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTRPC, wordsOf } from "@/components/admin/trpc";
import { type InjectedWallet, signWithWallet } from "@/components/admin/wallet/cip30";
import { Notice } from "@/components/admin/wallet/notice";
import { WalletButtons } from "@/components/admin/wallet/wallet-buttons";
import type { WalletNotice } from "@/components/admin/wallet/wallet-error";
import { approvalTexts } from "@/components/messages/approval";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Digits } from "@/components/ui/digits";
import { Disclosure } from "@/components/ui/disclosure";
import { Field } from "@/components/ui/field";
import { ScriptedForm } from "@/components/ui/scripted-form";
import { SecretInput, useSecret } from "@/components/ui/secret-input";
import { toast } from "@/components/ui/toaster";
import { signWithSealedKey } from "./sign-with-sealed-key";

const texts = approvalTexts.sign;

type SignFormProps = {
  dayIndex: number;
  /** The button's text: "Approve day 20779, 98 765.43 ADA". */
  label: string;
  text: string;
  publicKey: string;
  /** The server keeps the sealed key; else the person has it as a file. */
  keyIsHere: boolean;
  networkMagic: number;
};

/**
 * Signs in this browser, with the sealed key and its passphrase or with a wallet. Neither the passphrase nor the open
 * key leaves the page; only the signature is sent.
 */
export function SignForm(props: SignFormProps) {
  const { dayIndex, label, text, publicKey, keyIsHere, networkMagic } = props;
  const router = useRouter();
  const passphrase = useSecret();
  const [keyFile, setKeyFile] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [notice, setNotice] = useState<WalletNotice | null>(null);
  const [busy, setBusy] = useState<"key" | "wallet" | null>(null);
  const trpc = useTRPC();
  const sign = useMutation(
    trpc.approval.sign.mutationOptions({
      onSuccess: ({ approvals, threshold }) => {
        const description = approvalTexts.signatures.approvals(approvals, threshold);
        toast.success(texts.approved(dayIndex), { description });
        router.refresh();
      },
    }),
  );
  // Asked for when signing only, so that the page's data never holds it.
  const fetchKey = useMutation(trpc.account.openSealedKey.mutationOptions());
  const failed = sign.error ?? fetchKey.error;
  const done = sign.isPending || sign.isSuccess;

  async function signWithKey() {
    setBusy("key");
    const sealed = keyIsHere ? await fetchKey.mutateAsync().catch(() => null) : keyFile;
    if (keyIsHere && sealed === null) return setBusy(null);
    const result = await signWithSealedKey({ sealed, publicKey, passphrase: passphrase.read(), text });
    passphrase.clear();
    setBusy(null);
    setProblem(result.ok ? null : result.problem);
    if (!result.ok) return;
    sign.mutate({ dayIndex, signed: { kind: "raw", publicKey, signature: result.signature } });
  }

  async function signWith(wallet: InjectedWallet) {
    setBusy("wallet");
    setNotice(null);
    const result = await signWithWallet(wallet, {
      networkMagic,
      publicKeys: [publicKey],
      textOf: () => text,
    });
    setBusy(null);
    if (result.ok) sign.mutate({ dayIndex, signed: { kind: "cip30", ...result.signed, wallet: wallet.name } });
    else setNotice(result.notice);
  }

  return (
    <div className="flex flex-col gap-4">
      {failed ? (
        <Callout tone="stopped" title={texts.failed} announce>
          {wordsOf(failed)}
        </Callout>
      ) : null}
      {notice ? <Notice notice={notice} /> : null}
      <ScriptedForm onSubmit={signWithKey} className="gap-3">
        {keyIsHere ? null : <KeyFile onRead={setKeyFile} />}
        <Field label={texts.passphrase} error={problem} hint={texts.passphraseHint}>
          {(control) => <SecretInput {...control} secret={passphrase} autoComplete="off" />}
        </Field>
        <Button type="submit" variant="primary" size="large" loading={busy === "key" || done} wraps>
          <Digits text={label} />
        </Button>
      </ScriptedForm>
      <Disclosure variant="line" summary={texts.wallet}>
        <WalletButtons verb={texts.walletVerb} busy={busy === "wallet" || done} onChoose={signWith} />
      </Disclosure>
    </div>
  );
}

/** For people who keep the sealed key themselves. The file is read here and sent nowhere. */
function KeyFile({ onRead }: { onRead: (text: string) => void }) {
  return (
    <Field label={texts.keyFile} hint={texts.keyFileHint}>
      {(control) => (
        <input
          {...control}
          type="file"
          accept="application/json,.json"
          className="text-small file:mr-3"
          onChange={async (event) => {
            const file = event.currentTarget.files?.[0];
            if (file) onRead(await file.text());
          }}
        />
      )}
    </Field>
  );
}
