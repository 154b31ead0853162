import { hexToBytes } from "@noble/hashes/utils";
import { signData, type TestKey, testKey } from "@/server/testing/contract/keys";
import type { InjectedWallet } from "../injected";
import { signWithWallet, type WalletAnswer, type WalletStep } from "../sign-with-wallet";

export const ANN = testKey("ann");
export const BEN = testKey("ben");
export const textOf = (publicKey: string) => `Daily Prize Oracle devnet approve day 7 with the key ${publicKey}`;
export const TEXT = textOf(ANN.publicKey);
export const REWARD = `e0${ANN.hash}`;
export const PAYMENT = `60${ANN.hash}`;
export const BENS = `60${BEN.hash}`;

/** A CIP-30 API that signs for real, with Ann's key as its stake key, but for what a test changes or takes away. */
export function apiOf(changes: Record<string, unknown> = {}, key: TestKey = ANN) {
  const asked: string[] = [];
  const api: Record<string, unknown> = {
    getNetworkId: async () => 0,
    getUsedAddresses: async () => [BENS],
    getUnusedAddresses: async () => [],
    getRewardAddresses: async () => [`e0${key.hash}`],
    getChangeAddress: async () => BENS,
    signData: async (address: string, payload: string) => {
      asked.push(address);
      return signData(key, new TextDecoder().decode(hexToBytes(payload)));
    },
    ...changes,
  };
  return { api, asked };
}

export function walletOf(api: unknown, extensions: readonly number[] = []): InjectedWallet {
  return { id: "test", name: "Test", icon: null, extensions, enable: async () => api };
}

type Asked = {
  readonly networkMagic?: number;
  readonly signal?: AbortSignal;
  readonly onStep?: (step: WalletStep) => void;
};

export function sign(wallet: InjectedWallet, asked: Asked = {}): Promise<WalletAnswer> {
  const { networkMagic = 42, signal = new AbortController().signal, onStep = () => undefined } = asked;
  return signWithWallet(wallet, { networkMagic, publicKeys: [ANN.publicKey], textOf }, { signal, onStep });
}

/** What stands in the page where it did not work. */
export async function noticeOf(answer: Promise<WalletAnswer>): Promise<string> {
  const given = await answer;
  return given.ok ? "signed" : `${given.notice.tone}: ${given.notice.title}. ${given.notice.text}`;
}
