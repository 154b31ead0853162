import { walletTexts } from "@/components/messages/wallet";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import type { WalletStep } from "./sign-with-wallet";

const texts = walletTexts.waiting;

/** While somebody has to answer in the wallet's own window. It may take as long as it takes, or be given up. */
export function Waiting({ wallet, step, onCancel }: { wallet: string; step: WalletStep; onCancel: () => void }) {
  const cancel = <Button onClick={onCancel}>{texts.cancel}</Button>;
  return (
    <Callout tone="waiting" title={<span className="break-words">{texts.title(wallet)}</span>} action={cancel} announce>
      {texts[step]}
    </Callout>
  );
}
