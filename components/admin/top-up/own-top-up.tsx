"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { CallFailed } from "@/components/admin/call-failed";
import { useTRPC } from "@/components/admin/trpc";
import type { InjectedWallet } from "@/components/admin/wallet/injected";
import { signTransactionWith } from "@/components/admin/wallet/spend";
import { useWallet } from "@/components/admin/wallet/use-wallet";
import { WalletPanel } from "@/components/admin/wallet/wallet-panel";
import { topUpTexts } from "@/components/messages/top-up";
import { Amount } from "@/components/ui/amount";
import { Button } from "@/components/ui/button";
import { DataList } from "@/components/ui/data-list";
import { Hash } from "@/components/ui/hash";
import { Time } from "@/components/ui/time";
import { toast } from "@/components/ui/toaster";
import { UNSENT_TOP_UP_STATES } from "@/server/domain/top-up/states";
import type { TopUpView } from "@/server/services/top-up/read-top-ups";
import { groupDigits } from "@/server/words/format";
import { noteOf } from "./note-of";

const texts = topUpTexts.own;

type OwnTopUpProps = {
  own: NonNullable<TopUpView["own"]>;
  /** Why the operator does not sign yet, in words. */
  busy: string | null;
  tokenName: string | null;
  networkMagic: number;
};

/** A person's own deposit, with what they can do: sign its transaction, or take it back. */
export function OwnTopUp({ own, busy, tokenName, networkMagic }: OwnTopUpProps) {
  const router = useRouter();
  const api = useTRPC().topUp;
  const talk = useWallet();
  const told = (text: string) => () => {
    toast.success(text);
    router.refresh();
  };
  const sign = useMutation(
    api.sign.mutationOptions({ onSuccess: told(texts.signed), onError: () => router.refresh() }),
  );
  const takeBack = useMutation(api.takeBack.mutationOptions({ onSuccess: told(texts.takenBack) }));
  const failed = sign.error ?? takeBack.error;
  const { id, state, txBytes, txHash, signers } = own;

  async function signWith(wallet: InjectedWallet) {
    if (txBytes === null || txHash === null) return;
    const wanted = { networkMagic, transaction: txBytes, txHash, signers };
    const answer = await talk.ask(wallet, (watch) => signTransactionWith(wallet, wanted, watch));
    if (answer !== null) sign.mutate({ id, txHash, answer });
  }

  return (
    <div className="flex flex-col gap-4">
      <CallFailed title={texts.failed} error={failed} />
      <DataList items={facts(own, busy, tokenName)} />
      {txBytes === null ? null : (
        <>
          <p className="max-w-prose text-small">{texts.signNote}</p>
          <WalletPanel talk={talk} use="pay" verb={texts.verb} busy={sign.isPending} onChoose={signWith} />
        </>
      )}
      {UNSENT_TOP_UP_STATES.includes(state) ? (
        <div className="flex flex-col gap-3">
          <p className="max-w-prose text-muted text-small">{texts.movesOn}</p>
          <span>
            <Button loading={takeBack.isPending} onClick={() => takeBack.mutate({ id })}>
              {texts.takeBack}
            </Button>
          </span>
        </div>
      ) : null}
    </div>
  );
}

function facts(own: OwnTopUpProps["own"], busy: string | null, tokenName: string | null) {
  const { state, lovelace, tokens, detail, feeLovelace, txHash, validUntilMs } = own;
  const waits = (state === "ASKED" || state === "SIGNED") && busy !== null;
  return [
    { label: texts.state, value: texts.states[state], note: waits ? busy : noteOf(state, detail) },
    { label: texts.amount, value: <Amount lovelace={lovelace} /> },
    ...(tokens > 0n
      ? [{ label: tokenName ?? "", value: topUpTexts.list.tokens(groupDigits(tokens), tokenName ?? "") }]
      : []),
    ...(feeLovelace === null ? [] : [{ label: texts.fee, value: <Amount lovelace={feeLovelace} /> }]),
    ...(txHash === null
      ? []
      : [{ label: texts.transaction, value: <Hash text={txHash} label={texts.transactionName} /> }]),
    ...(state === "BUILT" && validUntilMs !== null
      ? [{ label: texts.until, value: <Time ms={validUntilMs} show="exact" /> }]
      : []),
  ];
}
