"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { CallFailed } from "@/components/admin/call-failed";
import { useTRPC } from "@/components/admin/trpc";
import type { InjectedWallet } from "@/components/admin/wallet/injected";
import { fundsOf } from "@/components/admin/wallet/spend";
import { useWallet } from "@/components/admin/wallet/use-wallet";
import { WalletPanel } from "@/components/admin/wallet/wallet-panel";
import { topUpTexts } from "@/components/messages/top-up";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { toast } from "@/components/ui/toaster";
import { ada, tokens as tokenUnit } from "@/server/words/document/units";

const texts = topUpTexts.ask;

type AskFormProps = {
  /** The least deposit, in words. */
  least: string;
  tokenName: string | null;
  /** Why it has to wait, in words; null if it does not. */
  busy: string | null;
  networkMagic: number;
};

/** Asks for a deposit from a wallet in this browser. The wallet signs nothing yet: it says where its money is. */
export function AskForm({ least, tokenName, busy, networkMagic }: AskFormProps) {
  const router = useRouter();
  const [amount, setAmount] = useState({ ada: "", tokens: "" });
  const [wrong, setWrong] = useState<{ ada?: string; tokens?: string }>({});
  const talk = useWallet();
  const ask = useMutation(
    useTRPC().topUp.ask.mutationOptions({
      onSuccess: () => {
        toast.success(texts.asked);
        router.refresh();
      },
    }),
  );

  async function askWith(wallet: InjectedWallet) {
    const lovelace = ada.read(amount.ada || "0");
    const tokens = tokenUnit.read(amount.tokens || "0");
    setWrong({
      ada: typeof lovelace === "string" && (lovelace !== "0" || tokens !== "0") ? undefined : texts.wrongAda,
      tokens: typeof tokens === "string" ? undefined : texts.wrongTokens,
    });
    if (typeof lovelace !== "string" || typeof tokens !== "string" || (lovelace === "0" && tokens === "0")) return;
    const funds = await talk.ask(wallet, (watch) => fundsOf(wallet, networkMagic, watch));
    if (funds) ask.mutate({ lovelace, tokens, ...funds, addresses: [...funds.addresses] });
  }

  return (
    <div className="flex flex-col gap-4">
      {busy ? <p className="text-muted text-small">{texts.busy(busy)}</p> : null}
      <CallFailed title={texts.failed} error={ask.error} />
      <Field className="max-w-sm" label={texts.ada} hint={texts.adaHint(least)} error={wrong.ada}>
        {(control) => (
          <Input
            {...control}
            inputMode="decimal"
            autoComplete="off"
            value={amount.ada}
            onChange={({ currentTarget: { value } }) => setAmount((all) => ({ ...all, ada: value }))}
          />
        )}
      </Field>
      {tokenName === null ? null : (
        <Field
          className="max-w-sm"
          label={texts.tokens(tokenName)}
          hint={texts.tokensHint}
          error={wrong.tokens}
          optional
        >
          {(control) => (
            <Input
              {...control}
              inputMode="numeric"
              autoComplete="off"
              value={amount.tokens}
              onChange={({ currentTarget: { value } }) => setAmount((all) => ({ ...all, tokens: value }))}
            />
          )}
        </Field>
      )}
      <WalletPanel talk={talk} use="pay" verb={texts.verb} busy={ask.isPending} onChoose={askWith} />
    </div>
  );
}
