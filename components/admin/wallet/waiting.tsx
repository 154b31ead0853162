import { walletTexts } from "@/components/messages/wallet";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import type { WalletStep } from "./open-wallet";
import type { WalletUse } from "./wallet-error";

const texts = walletTexts.waiting;

type WaitingProps = { wallet: string; step: WalletStep; use: WalletUse; onCancel: () => void };

/** While somebody has to answer in the wallet's own window. It may take as long as it takes, or be given up. */
export function Waiting({ wallet, step, use, onCancel }: WaitingProps) {
  const cancel = <Button onClick={onCancel}>{texts.cancel}</Button>;
  return (
    <Callout tone="waiting" title={<span className="break-words">{texts.title(wallet)}</span>} action={cancel} announce>
      {step === "sign" ? texts.sign[use] : texts[step]}
    </Callout>
  );
}
