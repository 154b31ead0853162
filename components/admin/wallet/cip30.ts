import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils";
import { walletTexts as texts } from "@/components/messages/wallet";
import { keyHashOf } from "@/server/domain/cardano/key-hash";
import { networkIdOf, networkLabel } from "@/server/domain/cardano/network";
import { explainWalletError, type WalletCall, type WalletNotice } from "./wallet-error";

/* The parts of CIP-30 that signing a text needs; CIP-142 for the network's magic. */

export type WalletApi = {
  getNetworkId(): Promise<number>;
  getUsedAddresses(): Promise<string[]>;
  getUnusedAddresses(): Promise<string[]>;
  getRewardAddresses(): Promise<string[]>;
  getChangeAddress(): Promise<string>;
  signData(address: string, payload: string): Promise<{ signature: string; key: string }>;
  cip142?: { getNetworkMagic(): Promise<number> };
};

export type InjectedWallet = {
  readonly name: string;
  readonly apiVersion: string;
  readonly supportedExtensions?: readonly { cip: number }[];
  enable(options?: { extensions: { cip: number }[] }): Promise<WalletApi>;
};

export type WalletAnswer =
  | { readonly ok: true; readonly publicKey: string; readonly signed: { signature: string; key: string } }
  | { readonly ok: false; readonly notice: WalletNotice };

/** The wallets in the page so far; some arrive late. */
export function injectedWallets(): { id: string; wallet: InjectedWallet }[] {
  const injected = (window as { cardano?: Record<string, unknown> }).cardano ?? {};
  return Object.entries(injected).flatMap(([id, value]) => (isWallet(value) ? [{ id, wallet: value }] : []));
}

function isWallet(value: unknown): value is InjectedWallet {
  return (
    typeof value === "object" &&
    value !== null &&
    typeof (value as InjectedWallet).enable === "function" &&
    typeof (value as InjectedWallet).name === "string"
  );
}

class Refused extends Error {
  constructor(readonly notice: WalletNotice) {
    super(notice.title);
  }
}

/**
 * Signs a text in a wallet with one of `publicKeys`: the first that it holds. `textOf` makes the text for that key.
 * Every refusal comes back as a notice.
 */
export async function signWithWallet(
  wallet: InjectedWallet,
  wanted: { networkMagic: number; publicKeys: readonly string[]; textOf: (publicKey: string) => string },
): Promise<WalletAnswer> {
  try {
    const extensions = wallet.supportedExtensions?.some(({ cip }) => cip === 142) ? [{ cip: 142 }] : [];
    const api = await ask("enable", () => wallet.enable({ extensions }));
    await checkNetwork(api, wanted.networkMagic);
    const { address, publicKey } = await findAddress(api, wanted.publicKeys);
    const payload = bytesToHex(utf8ToBytes(wanted.textOf(publicKey)));
    const signed = await ask("sign-data", () => api.signData(address, payload));
    return { ok: true, publicKey, signed };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, notice: error.notice };
    throw error;
  }
}

async function ask<T>(call: WalletCall, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new Refused(explainWalletError(call, error));
  }
}

/** Network id 0 is any test network and proves little. The magic decides, if the wallet tells it. */
async function checkNetwork(api: WalletApi, magic: number): Promise<void> {
  const id = await ask("network", () => api.getNetworkId());
  const { cip142 } = api;
  const told = cip142 ? await ask("network", () => cip142.getNetworkMagic()) : null;
  const right = told === null ? id === networkIdOf(magic) : told === magic;
  if (right) return;
  const its = told === null ? (id === 1 ? "mainnet" : texts.otherNetwork.testNetwork) : networkLabel(told);
  throw new Refused({
    tone: "stopped",
    title: texts.otherNetwork.title,
    text: texts.otherNetwork.text(its, networkLabel(magic)),
  });
}

/** Checks all addresses, and returns the one found exactly as the wallet wrote it. */
async function findAddress(api: WalletApi, publicKeys: readonly string[]) {
  const lists = await ask("addresses", () =>
    Promise.all([
      api.getRewardAddresses(),
      api.getUsedAddresses(),
      api.getUnusedAddresses(),
      api.getChangeAddress().then((address) => [address]),
    ]),
  );
  for (const address of lists.flat()) {
    const hash = signingKeyHash(address);
    const publicKey = publicKeys.find((key) => keyHashOf(key) === hash);
    if (publicKey) return { address, publicKey };
  }
  const { title, text, oneKey, anyKey } = texts.noKey;
  const wanted = publicKeys.length === 1 ? oneKey(keyHashOf(publicKeys[0] ?? "").slice(0, 16)) : anyKey;
  throw new Refused({ tone: "stopped", title, text: text(wanted) });
}

/** Hash of the key that signs for an address (CIP-30): payment key, or stake key of a reward address. */
export function signingKeyHash(addressHex: string): string | null {
  const type = Number.parseInt(addressHex.slice(0, 1), 16);
  // CIP-19: the payment part is a key if the lowest bit of the type is 0; 14 is a stake key.
  const isKey = type === 14 || (type < 8 && type % 2 === 0);
  return isKey && addressHex.length >= 58 ? addressHex.slice(2, 58).toLowerCase() : null;
}
