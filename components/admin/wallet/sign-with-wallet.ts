import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils";
import { walletTexts as texts } from "@/components/messages/wallet";
import { type GivenSignature, readGivenOf } from "@/server/domain/contract/given-signature";
import type { Hex } from "@/server/domain/units";
import { until } from "./ask";
import { findSigners, type WalletSigner } from "./find-signer";
import { type InjectedWallet, property } from "./injected";
import { type Answer, inWallet, Refused, stopped, type Watch } from "./open-wallet";
import type { WalletFacts } from "./read-wallet";
import { givenOf } from "./signed-answer";
import { explainWalletError, type WalletNotice } from "./wallet-error";

export type WalletSignature = { readonly publicKey: Hex; readonly signed: GivenSignature };

type Wanted = {
  readonly networkMagic: number;
  readonly publicKeys: readonly Hex[];
  /** The text for that key. */
  readonly textOf: (publicKey: Hex) => string;
};

const use = "sign-text";

/**
 * Signs a text in a wallet with one of `publicKeys`: the first that it holds. What the wallet answers is checked here
 * as the server checks it. Every refusal comes back as a notice.
 */
export function signWithWallet(wallet: InjectedWallet, wanted: Wanted, watch: Watch): Promise<Answer<WalletSignature>> {
  return inWallet(wallet, { networkMagic: wanted.networkMagic, use }, watch, async ({ api, facts }) => {
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
    if (signed === null) throw stopped(texts.errors[use].nonsense);
    const read = readGivenOf(signed, text, publicKey);
    if ("problem" in read) throw stopped(texts.unusable(read.problem));
    return { publicKey, signed };
  });
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
  let first: WalletNotice | null = null;
  for (const { address, of } of signers) {
    const signData = property(of === "cip95" ? property(api, "cip95") : api, "signData");
    if (typeof signData !== "function") continue;
    const asking = (async () => signData.call(of === "cip95" ? property(api, "cip95") : api, address, payload))();
    try {
      return await until(signal, asking);
    } catch (error) {
      if (signal.aborted) throw error;
      const notice = explainWalletError("sign", use, error);
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
