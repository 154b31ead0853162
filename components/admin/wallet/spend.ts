import { bytesToHex, hexToBytes } from "@noble/hashes/utils";
import { walletTexts as texts } from "@/components/messages/wallet";
import { type CborItem, mapValue, readCbor } from "@/server/domain/cardano/read-cbor";
import { judgeWitnesses } from "@/server/domain/top-up/given-witnesses";
import { MOST_ADDRESSES } from "@/server/domain/top-up/most-addresses";
import type { Hex } from "@/server/domain/units";
import { sentence } from "@/server/words/sentence";
import { type Answer as Asked, furtherItems, read, until } from "./ask";
import { type InjectedWallet, property } from "./injected";
import { type Answer, inWallet, Refused, stopped, type Watch } from "./open-wallet";
import type { WalletFacts } from "./read-wallet";
import { readWalletAddress, type WalletAddress } from "./wallet-address";
import { explainWalletError, isAccountChange } from "./wallet-error";

/*
 * The parts of CIP-30 that paying from a wallet needs. Nothing that a wallet says is believed: the server reads what
 * its addresses hold from the chain, and takes signatures, never bytes. Its collateral is not asked for: the operator's
 * is behind the scripts.
 */

const use = "pay";

export type Funds = { readonly addresses: readonly Hex[]; readonly changeAddress: Hex };

/**
 * Where the wallet's money is: the addresses with most of it, or, where it does not tell its outputs, those that it
 * tells otherwise. Every refusal comes back as a notice.
 */
export function fundsOf(wallet: InjectedWallet, networkMagic: number, watch: Watch): Promise<Answer<Funds>> {
  return inWallet(wallet, { networkMagic, use }, watch, async ({ api, facts }) => {
    signTxOf(api);
    const { outputs, gap } = await until(watch.signal, outputsOf(api));
    const addresses = gap ? addressesOf(facts, gap) : richest(outputs);
    const { changeAddress } = facts;
    const isOfKey = changeAddress !== null && isPayment(changeAddress);
    return { addresses, changeAddress: isOfKey ? changeAddress.hex : (addresses[0] as Hex) };
  });
}

type ToSign = {
  readonly networkMagic: number;
  readonly transaction: Hex;
  readonly txHash: Hex;
  /** Hashes of the wallet's keys that have to sign. */
  readonly signers: readonly Hex[];
};

/**
 * What the wallet's `signTx` answers, for others to sign as well: it is checked here as the server checks it. Every
 * refusal comes back as a notice.
 */
export function signTransactionWith(wallet: InjectedWallet, wanted: ToSign, watch: Watch): Promise<Answer<Hex>> {
  const { networkMagic, transaction, txHash, signers } = wanted;
  return inWallet(wallet, { networkMagic, use }, watch, async ({ api }) => {
    const signTx = signTxOf(api);
    watch.onStep("sign");
    const asking = (async () => signTx.call(api, transaction, true))();
    const answer = await until(watch.signal, asking).catch((error: unknown) => {
      throw watch.signal.aborted ? error : new Refused(explainWalletError("sign", use, error));
    });
    if (typeof answer !== "string") throw stopped(texts.errors[use].nonsense);
    const hex = answer.trim().replace(/^0x/i, "");
    const judged = judgeWitnesses(hex, txHash, signers);
    if (judged.ok) return hex;
    throw stopped(judged.kind === "unreadable" ? texts.errors[use].nonsense : texts.unusable(sentence(judged.problem)));
  });
}

function signTxOf(api: unknown) {
  const signTx = property(api, "signTx");
  if (typeof signTx !== "function") throw stopped(texts.cannotPay);
  return signTx;
}

type Output = { readonly written: string; readonly address: Hex; readonly lovelace: bigint };
type Gap = { readonly method: string; readonly answer: { readonly kind: Exclude<Asked["kind"], "value"> | "odd" } };

/** Its unspent outputs, page by page; or why it did not tell them. One that cannot be read is left. */
async function outputsOf(api: unknown): Promise<{ readonly outputs: readonly Output[]; readonly gap: Gap | null }> {
  const method = "getUtxos";
  const first = await read(api, method);
  if (first.kind === "failed" && isAccountChange(first.error)) throw stopped(texts.errors[use].accountChanged);
  const outputs = first.kind === "value" ? outputsIn(first.value) : [];
  const isEmpty = first.kind === "value" && Array.isArray(first.value) && first.value.length === 0;
  // One that hangs would be waited for again.
  if (first.kind !== "silent" && first.kind !== "missing" && !isEmpty) {
    const list = { method, before: [undefined], itemsIn: outputsIn, keyOf: ({ written }: Output) => written };
    for await (const output of furtherItems(api, list, outputs)) outputs.push(output);
  }
  if (isEmpty) throw stopped(texts.empty);
  if (outputs.length > 0) return { outputs, gap: null };
  return { outputs, gap: { method, answer: { kind: first.kind === "value" ? "odd" : first.kind } } };
}

/** At most as many as a list may have. */
const MOST_READ = 10_000;

function outputsIn(value: unknown): Output[] {
  const all: unknown[] = Array.isArray(value) ? value.slice(0, MOST_READ) : [];
  return all.flatMap((written) => (typeof written === "string" ? (readOutput(written) ?? []) : []));
}

/** An address of a key, that outputs can be at. The server refuses a deposit that names others. */
const isPayment = ({ hex, signer }: WalletAddress) => signer !== null && Number.parseInt(hex.charAt(0), 16) < 8;

function addressesOf({ addresses, gaps }: WalletFacts, gap: Gap): readonly Hex[] {
  const told = [...new Set(addresses.filter(isPayment).map(({ hex }) => hex))];
  if (told.length === 0)
    throw stopped(texts.noMoneyTold([gap, ...gaps.filter((one) => one.method !== "getNetworkId")]));
  return told.slice(0, MOST_ADDRESSES);
}

function richest(outputs: readonly Output[]): readonly Hex[] {
  const held = new Map<Hex, bigint>();
  for (const { address, lovelace } of outputs) held.set(address, (held.get(address) ?? 0n) + lovelace);
  const usable = [...held].filter(([address]) => {
    const found = readWalletAddress(address);
    return found !== null && isPayment(found);
  });
  if (usable.length === 0) throw stopped(texts.noMoneyOfKeys);
  const sorted = usable.sort(([, a], [, b]) => (a === b ? 0 : a < b ? 1 : -1));
  return sorted.slice(0, MOST_ADDRESSES).map(([address]) => address);
}

/** `[[id, index], output]`, where the output is a list or, since Babbage, a map; its value an amount or a pair. */
function readOutput(written: string): Output | null {
  try {
    const item = readCbor(hexToBytes(written));
    const output = item.kind === "array" ? item.items[1] : undefined;
    const part = (index: number) => (output ? partOf(output, index) : undefined);
    const [address, value] = [part(0), part(1)];
    const coin = value?.kind === "array" ? value.items[0] : value;
    if (address?.kind !== "bytes" || coin?.kind !== "int") return null;
    return { written, address: bytesToHex(address.value), lovelace: coin.value };
  } catch {
    return null;
  }
}

function partOf(output: CborItem, index: number): CborItem | undefined {
  return output.kind === "array" ? output.items[index] : (mapValue(output, BigInt(index)) ?? undefined);
}
