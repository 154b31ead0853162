import { bytesToHex, hexToBytes } from "@noble/hashes/utils";
import { topUpTexts } from "@/components/messages/top-up";
import { networkIdOf, networkLabel } from "@/server/domain/cardano/network";
import { type CborItem, mapValue, readCbor } from "@/server/domain/cardano/read-cbor";
import { MOST_ADDRESSES } from "@/server/domain/top-up/most-addresses";
import type { InjectedWallet } from "./injected";
import type { WalletNotice } from "./wallet-error";

/*
 * The parts of CIP-30 that paying from a wallet needs. Nothing that a wallet says is believed: the server reads what
 * its addresses hold from the chain, and takes signatures, never bytes.
 */

const texts = topUpTexts.wallet;

type SpendingApi = {
  getNetworkId(): Promise<number>;
  getUtxos(): Promise<string[] | null | undefined>;
  getChangeAddress(): Promise<string>;
  signTx(transaction: string, partialSign: boolean): Promise<string>;
  cip142?: { getNetworkMagic(): Promise<number> };
};

export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly notice: WalletNotice };

export type Funds = { readonly addresses: readonly string[]; readonly changeAddress: string };

/** Where the wallet's money is, the addresses with most of it; in hex. Every refusal comes back as a notice. */
export function fundsOf(wallet: InjectedWallet, networkMagic: number): Promise<Answer<Funds>> {
  return inWallet(wallet, networkMagic, async (api) => {
    const addresses = richest((await api.getUtxos()) ?? []);
    if (addresses.length === 0) throw new Refused({ tone: "stopped", ...texts.empty });
    return { addresses, changeAddress: await api.getChangeAddress() };
  });
}

/** What the wallet's `signTx` answers, for others to sign as well. */
export function signTransactionWith(
  wallet: InjectedWallet,
  networkMagic: number,
  transaction: string,
): Promise<Answer<string>> {
  return inWallet(wallet, networkMagic, (api) => api.signTx(transaction, true));
}

class Refused extends Error {
  constructor(readonly notice: WalletNotice) {
    super(notice.title);
  }
}

async function inWallet<T>(
  wallet: InjectedWallet,
  magic: number,
  work: (api: SpendingApi) => Promise<T>,
): Promise<Answer<T>> {
  try {
    const extensions = wallet.extensions.includes(142) ? [{ cip: 142 }] : [];
    const api = (await wallet.enable({ extensions })) as Partial<SpendingApi>;
    if (!isSpending(api)) throw new Refused({ tone: "stopped", ...texts.cannot });
    const told = api.cip142 ? await api.cip142.getNetworkMagic() : null;
    const id = await api.getNetworkId();
    if (told === null ? id !== networkIdOf(magic) : told !== magic) {
      const its = told === null ? (id === 1 ? "mainnet" : texts.testNetwork) : networkLabel(told);
      throw new Refused({ tone: "stopped", ...texts.otherNetwork(its, networkLabel(magic)) });
    }
    return { ok: true, value: await work(api) };
  } catch (error) {
    return { ok: false, notice: error instanceof Refused ? error.notice : explain(error) };
  }
}

function isSpending(api: Partial<SpendingApi>): api is SpendingApi {
  const needed = [api.getNetworkId, api.getUtxos, api.getChangeAddress, api.signTx];
  return needed.every((method) => typeof method === "function");
}

/** APIError -3 and TxSignError 2 are the person's own decision. */
function explain(error: unknown): WalletNotice {
  const told: Record<string, unknown> = typeof error === "object" && error !== null ? { ...error } : {};
  const { code, info } = told;
  const message = error instanceof Error ? error.message : told.message;
  if (code === -3 || code === 2) return { tone: "neutral", ...texts.declined };
  const said = [info, message, error].find((text): text is string => typeof text === "string") ?? "";
  return { tone: "stopped", ...texts.unexpected(said.slice(0, 200)) };
}

/** Outputs that cannot be read are left: the chain says what is there. */
function richest(utxos: readonly string[]): string[] {
  const held = new Map<string, bigint>();
  for (const utxo of utxos) {
    const { address, lovelace } = read(utxo) ?? {};
    if (address !== undefined && lovelace !== undefined) held.set(address, (held.get(address) ?? 0n) + lovelace);
  }
  const sorted = [...held].sort(([, a], [, b]) => (a === b ? 0 : a < b ? 1 : -1));
  return sorted.slice(0, MOST_ADDRESSES).map(([address]) => address);
}

/** `[[id, index], output]`, where the output is a list or, since Babbage, a map; its value an amount or a pair. */
function read(utxo: string): { address: string; lovelace: bigint } | null {
  try {
    const item = readCbor(hexToBytes(utxo));
    const output = item.kind === "array" ? item.items[1] : undefined;
    const part = (index: number) => (output ? partOf(output, index) : undefined);
    const [address, value] = [part(0), part(1)];
    const coin = value?.kind === "array" ? value.items[0] : value;
    if (address?.kind !== "bytes" || coin?.kind !== "int") return null;
    return { address: bytesToHex(address.value), lovelace: coin.value };
  } catch {
    return null;
  }
}

function partOf(output: CborItem, index: number): CborItem | undefined {
  return output.kind === "array" ? output.items[index] : (mapValue(output, BigInt(index)) ?? undefined);
}
