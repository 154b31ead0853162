import { keyHashOf } from "@/server/domain/cardano/key-hash";
import type { Hex } from "@/server/domain/units";
import { type Answer, furtherItems, read } from "./ask";
import { property } from "./injected";
import { readWalletAddress, type WalletAddress } from "./wallet-address";

/** What an enabled wallet tells about itself, of each thing what there is. */
export type WalletFacts = {
  /** By CIP-142, or null. */
  readonly networkMagic: number | null;
  /** By CIP-30: 1 for mainnet, 0 for any test network; or null. */
  readonly networkId: number | null;
  readonly addresses: readonly WalletAddress[];
  /** Where it wants its change. */
  readonly changeAddress: WalletAddress | null;
  /** Hashes of keys that it has beside its addresses: a DRep's, and stake keys (CIP-95). */
  readonly drepKey: Hex | null;
  readonly stakeKeys: readonly Hex[];
  /** Methods that gave nothing, and why. */
  readonly gaps: readonly { readonly method: string; readonly answer: Exclude<Answer, { kind: "value" }> }[];
};

const LISTS = ["getRewardAddresses", "getUsedAddresses", "getUnusedAddresses", "getChangeAddress"] as const;
const STAKE_KEYS = ["getRegisteredPubStakeKeys", "getUnregisteredPubStakeKeys"] as const;
/** A list may be of any length. */
const MOST_READ = 10_000;

/** Asks all at once, each for itself. */
export async function readWallet(api: unknown): Promise<WalletFacts> {
  const [cip95, cip142] = [property(api, "cip95"), property(api, "cip142")];
  const gaps: WalletFacts["gaps"][number][] = [];
  const ask = async (of: unknown, method: string): Promise<unknown> => {
    const answer = await read(of, method);
    if (answer.kind === "value") return answer.value;
    if (of === api) gaps.push({ method, answer });
    return null;
  };
  const [id, magic, drep, lists, stakeKeys] = await Promise.all([
    ask(api, "getNetworkId"),
    ask(cip142, "getNetworkMagic"),
    ask(cip95, "getPubDRepKey"),
    Promise.all(LISTS.map((method) => ask(api, method))),
    Promise.all(STAKE_KEYS.map((method) => ask(cip95, method))),
  ]);
  return {
    networkId: numberIn(id, 1),
    networkMagic: numberIn(magic, 0xffff_ffff),
    addresses: addressesIn(lists),
    changeAddress: addressesIn(lists[LISTS.indexOf("getChangeAddress")])[0] ?? null,
    drepKey: hashesIn([drep])[0] ?? null,
    stakeKeys: hashesIn(stakeKeys),
    gaps,
  };
}

/** Further used addresses, for a wallet whose list has pages. */
export const furtherAddresses = (api: unknown, known: readonly WalletAddress[]): AsyncGenerator<WalletAddress> =>
  furtherItems(api, { method: "getUsedAddresses", itemsIn: addressesIn, keyOf: ({ hex }) => hex }, known);

/** Whatever is an address in a list, in lists of lists, or alone. */
function addressesIn(value: unknown): WalletAddress[] {
  const values: unknown[] = Array.isArray(value) ? value.flat(2).slice(0, MOST_READ) : [value];
  return values.flatMap((one) => readWalletAddress(one) ?? []);
}

function hashesIn(value: unknown): Hex[] {
  const values: unknown[] = Array.isArray(value) ? value.flat(2) : [];
  return values.flatMap((key) =>
    typeof key === "string" && /^[0-9a-f]{64}$/i.test(key) ? [keyHashOf(key.toLowerCase())] : [],
  );
}

function numberIn(value: unknown, most: number): number | null {
  const number = typeof value === "string" && /^\d{1,10}$/.test(value) ? Number(value) : value;
  return typeof number === "number" && Number.isInteger(number) && number >= 0 && number <= most ? number : null;
}
