import { hexToBytes } from "@noble/hashes/utils";
import { signData, type TestKey, testKey } from "./keys";

/* CIP-30 wallets that sign for real, for tests of what the pages do with them. */

export const ANN = testKey("ann");
export const BEN = testKey("ben");
export const textOf = (publicKey: string) => `Daily Prize Oracle devnet approve day 7 with the key ${publicKey}`;
export const TEXT = textOf(ANN.publicKey);
export const REWARD = `e0${ANN.hash}`;
export const PAYMENT = `60${ANN.hash}`;
export const BENS = `60${BEN.hash}`;

/** A CIP-30 API with the key as its stake key, but for what a test changes or takes away. */
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

export function walletOf(api: unknown, extensions: readonly number[] = []) {
  return { id: "test", name: "Test", icon: null, extensions, enable: async (): Promise<unknown> => api };
}

type Watch<Step> = { readonly signal: AbortSignal; readonly onStep: (step: Step) => void };
type Wanted = {
  readonly networkMagic: number;
  readonly publicKeys: readonly string[];
  readonly textOf: typeof textOf;
};
type Answer =
  | { readonly ok: true }
  | { readonly ok: false; readonly notice: Record<"tone" | "title" | "text", string> };

/** Asks a wallet for Ann's signature over TEXT. */
export function askingFor<Wallet, Step, Signed extends Answer>(
  signWithWallet: (wallet: Wallet, wanted: Wanted, watch: Watch<Step>) => Promise<Signed>,
) {
  const sign = (wallet: Wallet, asked: Partial<Watch<Step>> & { readonly networkMagic?: number } = {}) => {
    const { networkMagic = 42, signal = new AbortController().signal, onStep = () => undefined } = asked;
    return signWithWallet(wallet, { networkMagic, publicKeys: [ANN.publicKey], textOf }, { signal, onStep });
  };
  /** What stands in the page where it did not work. */
  const noticeOf = async (answer: Promise<Signed>): Promise<string> => {
    const given: Answer = await answer;
    return given.ok ? "signed" : `${given.notice.tone}: ${given.notice.title}. ${given.notice.text}`;
  };
  return { sign, noticeOf };
}
