import type { InjectedWallet } from "./injected";
import { Notice } from "./notice";
import type { WalletTalk } from "./use-wallet";
import { Waiting } from "./waiting";
import { WalletButtons } from "./wallet-buttons";
import type { WalletUse } from "./wallet-error";

type WalletPanelProps = {
  talk: WalletTalk;
  use: WalletUse;
  /** "Sign with"; the wallet's name follows. */
  verb: string;
  busy: boolean;
  onChoose: (wallet: InjectedWallet) => void;
};

/** The wallets to choose from; while one is asked, what is waited for; and what came of it where it did not work. */
export function WalletPanel({ talk: { asked, notice, cancel }, use, verb, busy, onChoose }: WalletPanelProps) {
  return (
    <>
      {notice ? <Notice notice={notice} /> : null}
      {asked ? (
        <Waiting {...asked} use={use} onCancel={cancel} />
      ) : (
        <WalletButtons verb={verb} busy={busy} onChoose={onChoose} />
      )}
    </>
  );
}
