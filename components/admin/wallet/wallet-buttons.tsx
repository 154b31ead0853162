"use client";

import { Wallet } from "lucide-react";
import { useEffect, useState } from "react";
import { walletTexts } from "@/components/messages/wallet";
import { Button } from "@/components/ui/button";
import { type InjectedWallet, injectedWallets } from "./cip30";

type WalletButtonsProps = {
  /** "Sign with"; the wallet's name follows. */
  verb: string;
  busy: boolean;
  onChoose: (wallet: InjectedWallet) => void;
};

/** Wallets appear in the page when they are ready, so look again for a while. */
const LOOK_EVERY_MS = 400;
const LOOK_TIMES = 10;

export function WalletButtons({ verb, busy, onChoose }: WalletButtonsProps) {
  const [wallets, setWallets] = useState<ReturnType<typeof injectedWallets>>([]);
  useEffect(() => {
    setWallets(injectedWallets());
    let looks = 0;
    const timer = setInterval(() => {
      setWallets(injectedWallets());
      looks += 1;
      if (looks >= LOOK_TIMES) clearInterval(timer);
    }, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  if (wallets.length === 0) {
    return <p className="text-muted text-small">{walletTexts.none}</p>;
  }
  return (
    <div className="flex flex-wrap gap-2">
      {wallets.map(({ id, wallet }) => (
        <Button key={id} loading={busy} onClick={() => onChoose(wallet)}>
          <Wallet aria-hidden /> {verb} {wallet.name}
        </Button>
      ))}
    </div>
  );
}
