"use client";

import { Wallet } from "lucide-react";
import { useEffect, useState } from "react";
import { walletTexts } from "@/components/messages/wallet";
import { Button } from "@/components/ui/button";
import { type InjectedWallet, injectedWallets } from "./injected";

type WalletButtonsProps = {
  /** "Sign with"; the wallet's name follows. */
  verb: string;
  busy: boolean;
  onChoose: (wallet: InjectedWallet) => void;
};

/** Wallets appear in the page when they are ready, some only once their owner has unlocked them. */
const LOOK_EVERY_MS = 500;

export function WalletButtons({ verb, busy, onChoose }: WalletButtonsProps) {
  const [wallets, setWallets] = useState<readonly InjectedWallet[]>([]);
  useEffect(() => {
    const look = () => {
      const found = injectedWallets();
      setWallets((before) => (sameNames(before, found) ? before : found));
    };
    look();
    const timer = setInterval(look, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  if (wallets.length === 0) {
    return <p className="text-muted text-small">{walletTexts.none}</p>;
  }
  return (
    <div className="flex flex-wrap gap-2">
      {wallets.map((wallet) => (
        <Button key={wallet.id} loading={busy} onClick={() => onChoose(wallet)} wraps>
          {wallet.icon ? (
            // biome-ignore lint/performance/noImgElement: a picture in the page itself, of a wallet's own
            <img src={wallet.icon} alt="" className="size-4 shrink-0" />
          ) : (
            <Wallet aria-hidden />
          )}
          <span className="min-w-0 break-words">
            {verb} {wallet.name}
          </span>
        </Button>
      ))}
    </div>
  );
}

function sameNames(some: readonly InjectedWallet[], others: readonly InjectedWallet[]): boolean {
  const namesOf = (wallets: readonly InjectedWallet[]) => wallets.map(({ id, name }) => `${id} ${name}`).join("\n");
  return namesOf(some) === namesOf(others);
}
