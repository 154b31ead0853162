"use client";

import { useEffect, useRef, useState } from "react";
import type { InjectedWallet } from "./injected";
import type { Answer, WalletStep, Watch } from "./open-wallet";
import type { WalletNotice } from "./wallet-error";

/** One question at a time to a wallet of this browser: what is waited for, how to give up, and what came of it. */
export type WalletTalk = {
  readonly asked: { readonly wallet: string; readonly step: WalletStep } | null;
  readonly notice: WalletNotice | null;
  readonly cancel: () => void;
  /** The wallet's answer; null where there is none, and then a notice says why. */
  readonly ask: <T>(wallet: InjectedWallet, work: (watch: Watch) => Promise<Answer<T>>) => Promise<T | null>;
};

export function useWallet(): WalletTalk {
  const [notice, setNotice] = useState<WalletNotice | null>(null);
  const [asked, setAsked] = useState<WalletTalk["asked"]>(null);
  const asking = useRef<AbortController | null>(null);
  // What is signed after the page was left must not be sent.
  useEffect(() => () => asking.current?.abort(), []);
  return {
    asked,
    notice,
    cancel: () => asking.current?.abort(),
    ask: async (wallet, work) => {
      const controller = new AbortController();
      asking.current = controller;
      setNotice(null);
      const onStep = (step: WalletStep) => setAsked({ wallet: wallet.name, step });
      const answer = await work({ signal: controller.signal, onStep }).finally(() => setAsked(null));
      if (answer.ok) return answer.value;
      setNotice(answer.notice);
      return null;
    },
  };
}
