import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils";
import { walletTexts as texts } from "@/components/messages/wallet";
import { networkIdOf, networkLabel } from "@/server/domain/cardano/network";
import { type GivenSignature, readGivenOf } from "@/server/domain/contract/given-signature";
import type { Hex } from "@/server/domain/units";
import { until } from "./ask";
import { findSigners, type WalletSigner } from "./find-signer";
import { type InjectedWallet, property } from "./injected";
import { readWallet, type WalletFacts } from "./read-wallet";
import { givenOf } from "./signed-answer";
import { explainWalletError, type WalletCall, type WalletNotice } from "./wallet-error";

export type WalletAnswer =
  | { readonly ok: true; readonly publicKey: Hex; readonly signed: GivenSignature }
  | { readonly ok: false; readonly notice: WalletNotice };

/** What is waited for: the person in the wallet's window, or the wallet itself. */
export type WalletStep = "enable" | "read" | "sign";

type Wanted = {
  readonly networkMagic: number;
  readonly publicKeys: readonly Hex[];
  /** The text for that key. */
  readonly textOf: (publicKey: Hex) => string;
};

type Watch = {
  /** Gives up. An answer that comes later is not used. */
  readonly signal: AbortSignal;
  readonly onStep: (step: WalletStep) => void;
};

class Refused extends Error {
  constructor(readonly notice: WalletNotice) {
    super(notice.title);
  }
}

const stopped = (words: { title: string; text: string }) => new Refused({ tone: "stopped", ...words });

/**
 * Signs a text in a wallet with one of `publicKeys`: the first that it holds. What the wallet answers is checked here
 * as the server checks it. Every refusal comes back as a notice.
 */
export async function signWithWallet(wallet: InjectedWallet, wanted: Wanted, watch: Watch): Promise<WalletAnswer> {
  try {
    watch.onStep("enable");
    const api = await enable(wallet, watch.signal);
    watch.onStep("read");
    const facts = await until(watch.signal, readWallet(api));
    checkNetwork(facts, wanted.networkMagic);
    const signers = await until(watch.signal, findSigners(api, facts, wanted));
    const publicKey = signers[0]?.publicKey;
    if (publicKey === undefined) throw noKey(wanted.publicKeys, facts);
    watch.onStep("sign");
    const text = wanted.textOf(publicKey);
    const answer = await ask(api, signers, text, watch.signal).catch((error: unknown) => {
      const isNoGuessRight = error instanceof Refused && error.notice.tone === "stopped" && signers[0]?.isGuess;
      throw isNoGuessRight && !error.notice.isFinal ? noKey(wanted.publicKeys, facts) : error;
    });
    const signed = givenOf(answer, wallet.name, publicKey);
    if (signed === null) throw stopped(texts.nonsense);
    const read = readGivenOf(signed, text, publicKey);
    if ("problem" in read) throw stopped({ title: texts.unusable.title, text: texts.unusable.text(read.problem) });
    return { ok: true, publicKey, signed };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, notice: error.notice };
    if (watch.signal.aborted) return { ok: false, notice: { tone: "neutral", ...texts.cancelled } };
    throw error;
  }
}

/** With the extensions that help, and without them where the wallet does not like to be asked for them. */
async function enable(wallet: InjectedWallet, signal: AbortSignal): Promise<unknown> {
  const extensions = [95, 142].filter((cip) => wallet.extensions.includes(cip)).map((cip) => ({ cip }));
  const call = (options?: { extensions: { cip: number }[] }) => until(signal, wallet.enable(options));
  const enabling = extensions.length === 0 ? call() : call({ extensions });
  const api = await enabling.catch((error: unknown) => {
    if (signal.aborted) throw error;
    const notice = explainWalletError("enable", error);
    if (notice.tone === "neutral" || extensions.length === 0) throw new Refused(notice);
    return call().catch((again: unknown) => {
      throw signal.aborted ? again : new Refused(explainWalletError("enable", again));
    });
  });
  if (typeof api !== "object" || api === null) throw stopped(texts.nonsense);
  return api;
}

/**
 * Network id 0 is any test network and proves little; the magic decides, if the wallet tells it. A wallet that tells
 * neither is judged by its addresses. Where nothing is told the text decides: it names its network.
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

/**
 * Asks with one spelling of one address after the other: some wallets sign for a reward address alone, some for a
 * payment address, some take no hex. What a person declined is not asked again.
 */
async function ask(
  api: unknown,
  signers: readonly WalletSigner[],
  text: string,
  signal: AbortSignal,
): Promise<unknown> {
  const payload = bytesToHex(utf8ToBytes(text));
  const call: WalletCall = "sign-data";
  let first: WalletNotice | null = null;
  for (const { address, of } of signers) {
    const signData = property(of === "cip95" ? property(api, "cip95") : api, "signData");
    if (typeof signData !== "function") continue;
    const asking = (async () => signData.call(of === "cip95" ? property(api, "cip95") : api, address, payload))();
    try {
      return await until(signal, asking);
    } catch (error) {
      if (signal.aborted) throw error;
      const notice = explainWalletError(call, error);
      if (notice.tone === "neutral" || notice.isFinal) throw new Refused(notice);
      first ??= notice;
    }
  }
  throw new Refused(first ?? { tone: "stopped", ...texts.noSignData, isFinal: true });
}

function noKey(publicKeys: readonly Hex[], { gaps }: WalletFacts): Refused {
  const lists = gaps.filter(({ method }) => method !== "getNetworkId");
  return stopped({ title: texts.noKey.title, text: texts.noKey.text(publicKeys, lists) });
}
