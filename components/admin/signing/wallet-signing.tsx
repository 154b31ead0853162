"use client";

import { useState } from "react";
import { type InjectedWallet, signWithWallet } from "@/components/admin/wallet/cip30";
import { Notice } from "@/components/admin/wallet/notice";
import { WalletButtons } from "@/components/admin/wallet/wallet-buttons";
import type { WalletNotice } from "@/components/admin/wallet/wallet-error";
import type { GivenSignature } from "@/server/domain/contract/given-signature";

type WalletSigningProps = {
  /** "Sign with"; the wallet's name follows. */
  verb: string;
  /** Any of them will do: the first that the wallet holds signs. */
  publicKeys: readonly string[];
  /** The text for that key. */
  textOf: (publicKey: string) => string;
  networkMagic: number;
  /** The signature is being sent, or was. */
  busy: boolean;
  onSigned: (signed: GivenSignature, publicKey: string) => void;
};

/** Signs a text with a wallet of this browser. Whatever goes wrong is said here. */
export function WalletSigning(props: WalletSigningProps) {
  const { verb, publicKeys, textOf, networkMagic, busy, onSigned } = props;
  const [notice, setNotice] = useState<WalletNotice | null>(null);
  const [asking, setAsking] = useState(false);

  async function signWith(wallet: InjectedWallet) {
    setAsking(true);
    setNotice(null);
    const result = await signWithWallet(wallet, { networkMagic, publicKeys, textOf });
    setAsking(false);
    if (result.ok) onSigned({ kind: "cip30", ...result.signed, wallet: wallet.name }, result.publicKey);
    else setNotice(result.notice);
  }

  return (
    <div className="flex flex-col gap-3">
      {notice ? <Notice notice={notice} /> : null}
      <WalletButtons verb={verb} busy={asking || busy} onChoose={signWith} />
    </div>
  );
}
