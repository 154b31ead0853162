"use client";

import type { InjectedWallet } from "@/components/admin/wallet/injected";
import { signWithWallet } from "@/components/admin/wallet/sign-with-wallet";
import { useWallet } from "@/components/admin/wallet/use-wallet";
import { WalletPanel } from "@/components/admin/wallet/wallet-panel";
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
  const talk = useWallet();

  async function signWith(wallet: InjectedWallet) {
    const wanted = { networkMagic, publicKeys, textOf };
    const result = await talk.ask(wallet, (watch) => signWithWallet(wallet, wanted, watch));
    if (result) onSigned(result.signed, result.publicKey);
  }

  return (
    <div className="flex flex-col gap-3">
      <WalletPanel talk={talk} use="sign-text" verb={verb} busy={busy} onChoose={signWith} />
      <WhatWorks text={textOf(publicKeys[0] ?? "")} />
    </div>
  );
}
