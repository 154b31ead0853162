"use client";

import { useEffect, useRef, useState } from "react";
import type { InjectedWallet } from "@/components/admin/wallet/injected";
import { Notice } from "@/components/admin/wallet/notice";
import { signWithWallet, type WalletStep } from "@/components/admin/wallet/sign-with-wallet";
import { Waiting } from "@/components/admin/wallet/waiting";
import { WalletButtons } from "@/components/admin/wallet/wallet-buttons";
import type { WalletNotice } from "@/components/admin/wallet/wallet-error";
import { WhatWorks } from "@/components/admin/wallet/what-works";
import type { GivenSignature } from "@/server/domain/contract/given-signature";

type WalletSigningProps = {
  /** "Sign with"; the wallet's name follows. */
  verb: string;
  /** Any of them will do: the first that the wallet holds signs. */
  publicKeys: readonly string[];
  /** The text for that key. All have one length. */
  textOf: (publicKey: string) => string;
  networkMagic: number;
  /** The signature is being sent, or was. */
  busy: boolean;
  onSigned: (signed: GivenSignature, publicKey: string) => void;
};

/** Signs a text with a wallet of this browser. Whatever goes wrong is said here, and what to do instead. */
export function WalletSigning(props: WalletSigningProps) {
  const { verb, publicKeys, textOf, networkMagic, busy, onSigned } = props;
  const [notice, setNotice] = useState<WalletNotice | null>(null);
  const [asked, setAsked] = useState<{ wallet: string; step: WalletStep } | null>(null);
  const asking = useRef<AbortController | null>(null);
  // What is signed after the page was left must not be sent.
  useEffect(() => () => asking.current?.abort(), []);

  async function signWith(wallet: InjectedWallet) {
    const controller = new AbortController();
    asking.current = controller;
    setNotice(null);
    const onStep = (step: WalletStep) => setAsked({ wallet: wallet.name, step });
    const wanted = { networkMagic, publicKeys, textOf };
    const result = await signWithWallet(wallet, wanted, { signal: controller.signal, onStep });
    setAsked(null);
    if (result.ok) onSigned(result.signed, result.publicKey);
    else setNotice(result.notice);
  }

  return (
    <div className="flex flex-col gap-3">
      {notice ? <Notice notice={notice} /> : null}
      {asked ? (
        <Waiting {...asked} onCancel={() => asking.current?.abort()} />
      ) : (
        <WalletButtons verb={verb} busy={busy} onChoose={signWith} />
      )}
      <WhatWorks text={textOf(publicKeys[0] ?? "")} />
    </div>
  );
}
