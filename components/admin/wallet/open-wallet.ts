import { walletTexts as texts } from "@/components/messages/wallet";
import { networkIdOf, networkLabel } from "@/server/domain/cardano/network";
import { until } from "./ask";
import type { InjectedWallet } from "./injected";
import { readWallet, type WalletFacts } from "./read-wallet";
import { explainWalletError, type WalletNotice, type WalletUse } from "./wallet-error";

/** What is waited for: the person in the wallet's window, or the wallet itself. */
export type WalletStep = "enable" | "read" | "sign";

export type Watch = {
  /** Gives up. An answer that comes later is not used. */
  readonly signal: AbortSignal;
  readonly onStep: (step: WalletStep) => void;
};

export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly notice: WalletNotice };

/** Thrown by what works in a wallet: told to the person as it is. */
export class Refused extends Error {
  constructor(readonly notice: WalletNotice) {
    super(notice.title);
  }
}

export const stopped = (words: { title: string; text: string }) => new Refused({ tone: "stopped", ...words });

type Opened = { readonly api: unknown; readonly facts: WalletFacts };

/**
 * Connects the wallet, reads what it tells about itself, sees to it that it is on the pool's network, and does `work`
 * in it. Every refusal comes back as a notice.
 */
export async function inWallet<T>(
  wallet: InjectedWallet,
  { networkMagic, use }: { readonly networkMagic: number; readonly use: WalletUse },
  { signal, onStep }: Watch,
  work: (opened: Opened) => Promise<T>,
): Promise<Answer<T>> {
  try {
    onStep("enable");
    const api = await enable(wallet, use, signal);
    onStep("read");
    const facts = await until(signal, readWallet(api));
    checkNetwork(facts, networkMagic);
    return { ok: true, value: await work({ api, facts }) };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, notice: error.notice };
    if (signal.aborted) return { ok: false, notice: { tone: "neutral", ...texts.cancelled } };
    throw error;
  }
}

/** With the extensions that help, and without them where the wallet does not like to be asked for them. */
async function enable(wallet: InjectedWallet, use: WalletUse, signal: AbortSignal): Promise<unknown> {
  const extensions = [95, 142].filter((cip) => wallet.extensions.includes(cip)).map((cip) => ({ cip }));
  const call = (options?: { extensions: { cip: number }[] }) => until(signal, wallet.enable(options));
  const enabling = extensions.length === 0 ? call() : call({ extensions });
  const api = await enabling.catch((error: unknown) => {
    if (signal.aborted) throw error;
    const notice = explainWalletError("enable", use, error);
    if (notice.tone === "neutral" || extensions.length === 0) throw new Refused(notice);
    return call().catch((again: unknown) => {
      throw signal.aborted ? again : new Refused(explainWalletError("enable", use, again));
    });
  });
  if (typeof api !== "object" || api === null) throw stopped(texts.errors[use].nonsense);
  return api;
}

/**
 * Network id 0 is any test network and proves little; the magic decides, if the wallet tells it. A wallet that tells
 * neither is judged by its addresses. Where nothing is told, what is signed decides: it names its network, or spends
 * what is on it alone.
 */
function checkNetwork({ networkMagic, networkId, addresses }: WalletFacts, magic: number): void {
  const ids = new Set(addresses.map((address) => address.networkId));
  const id = networkId ?? (ids.size === 1 ? [...ids][0] : undefined);
  const isRight = networkMagic !== null ? networkMagic === magic : id === undefined || id === networkIdOf(magic);
  if (isRight) return;
  const its =
    networkMagic !== null ? networkLabel(networkMagic) : id === 1 ? "mainnet" : texts.otherNetwork.testNetwork;
  throw stopped({ title: texts.otherNetwork.title, text: texts.otherNetwork.text(its, networkLabel(magic)) });
}
