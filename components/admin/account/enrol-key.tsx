"use client";

import "@/components/admin/no-eval";

import { ed25519 } from "@noble/curves/ed25519";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { CallFailed } from "@/components/admin/call-failed";
import { WalletSigning } from "@/components/admin/signing/wallet-signing";
import { useTRPC } from "@/components/admin/trpc";
import { accountTexts } from "@/components/messages/account";
import { Button } from "@/components/ui/button";
import { Disclosure } from "@/components/ui/disclosure";
import { Field } from "@/components/ui/field";
import { ScriptedForm } from "@/components/ui/scripted-form";
import { SecretInput, useSecret } from "@/components/ui/secret-input";
import { toast } from "@/components/ui/toaster";
import { keyOfPersonText } from "@/server/domain/approver-key/enrolment";
import { LEAST_PASSPHRASE_LENGTH, sealKey } from "@/server/domain/approver-key/vault";
import { EnrolElsewhere } from "./enrol-elsewhere";

const texts = accountTexts.enrol;

type EnrolKeyProps = { freeKeys: readonly string[]; network: string; userId: string; networkMagic: number };

/** Enrols one of the pool's keys by a test signature: by a wallet, on another machine, or with the secret key. */
export function EnrolKey({ freeKeys, network, userId, networkMagic }: EnrolKeyProps) {
  const router = useRouter();
  const secret = useSecret();
  const newPassphrase = useSecret();
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const textOf = (publicKey: string) => keyOfPersonText(network, userId, publicKey);
  const enrol = useMutation(
    useTRPC().account.enrolKey.mutationOptions({
      onSuccess: () => {
        toast.success(texts.done);
        router.refresh();
      },
    }),
  );

  async function enrolSecret() {
    const secretKey = secret.read().trim().toLowerCase();
    const passphrase = newPassphrase.read();
    const found = checkSecret(secretKey, passphrase, freeKeys);
    setProblem(found.problem);
    if (found.publicKey === null) return;
    setBusy(true);
    const salt = crypto.getRandomValues(new Uint8Array(16));
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const sealed = await sealKey({ secretKey, passphrase, salt, iv });
    const signature = bytesToHex(ed25519.sign(utf8ToBytes(textOf(found.publicKey)), secretKey));
    setBusy(false);
    secret.clear();
    newPassphrase.clear();
    const signed = { kind: "raw", publicKey: found.publicKey, signature } as const;
    enrol.mutate({ publicKey: found.publicKey, signed, sealedKey: JSON.stringify(sealed) });
  }

  return (
    <Disclosure variant="line" summary={texts.title}>
      <div className="flex max-w-prose flex-col gap-4 pt-1">
        <CallFailed title={texts.failed} error={enrol.error} />
        <WalletSigning
          verb={texts.walletVerb}
          publicKeys={freeKeys}
          textOf={textOf}
          networkMagic={networkMagic}
          busy={enrol.isPending}
          onSigned={(signed, publicKey) => enrol.mutate({ publicKey, signed, sealedKey: null })}
        />
        <EnrolElsewhere
          freeKeys={freeKeys}
          textOf={textOf}
          busy={enrol.isPending}
          onSigned={(signed, publicKey) => enrol.mutate({ publicKey, signed, sealedKey: null })}
        />
        <ScriptedForm onSubmit={enrolSecret} className="gap-3">
          <Field label={texts.secret} hint={texts.secretHint} error={problem}>
            {(control) => <SecretInput {...control} secret={secret} autoComplete="off" mono />}
          </Field>
          <Field label={texts.passphrase} hint={texts.passphraseHint(LEAST_PASSPHRASE_LENGTH)}>
            {(control) => <SecretInput {...control} secret={newPassphrase} autoComplete="new-password" />}
          </Field>
          <span>
            <Button type="submit" loading={busy || enrol.isPending}>
              {texts.submit}
            </Button>
          </span>
        </ScriptedForm>
      </div>
    </Disclosure>
  );
}

function checkSecret(
  secretKey: string,
  passphrase: string,
  freeKeys: readonly string[],
): { publicKey: string; problem: null } | { publicKey: null; problem: string } {
  const no = (problem: string) => ({ publicKey: null, problem });
  if (!/^[0-9a-f]{64}$/.test(secretKey)) return no(texts.problems.secret);
  const publicKey = bytesToHex(ed25519.getPublicKey(secretKey));
  if (!freeKeys.includes(publicKey)) return no(texts.problems.notFree);
  if (passphrase.length < LEAST_PASSPHRASE_LENGTH) {
    return no(texts.problems.passphrase(LEAST_PASSPHRASE_LENGTH));
  }
  return { publicKey, problem: null };
}
