import { keyHashOf } from "@/server/domain/cardano/key-hash";
import { networkIdOf } from "@/server/domain/cardano/network";
import type { Hex } from "@/server/domain/units";
import { property } from "./injected";
import { furtherAddresses, type WalletFacts } from "./read-wallet";
import { bech32Of, keyAddress, readWalletAddress, rewardAddress } from "./wallet-address";

/** A way to ask for a signature: `signData` of CIP-30 or of CIP-95, with this spelling of an address of the key. */
export type WalletSigner = {
  readonly of: "cip30" | "cip95";
  readonly address: string;
  readonly publicKey: Hex;
  /** The wallet did not say that it has this address, but did not say all. */
  readonly isGuess: boolean;
};

/** A person may see a window of the wallet for each. */
const MOST_WAYS = 6;

/**
 * The ways to ask the wallet for a signature of the first of the keys that it has, best first. Where it has none of
 * them as far as it tells, but does not tell all, the addresses of the first key are guessed. Else there is none.
 */
export async function findSigners(
  api: unknown,
  facts: WalletFacts,
  wanted: { readonly networkMagic: number; readonly publicKeys: readonly Hex[] },
): Promise<readonly WalletSigner[]> {
  const networkId = networkIdOf(wanted.networkMagic);
  const keys = new Map(wanted.publicKeys.map((publicKey) => [keyHashOf(publicKey), publicKey]));
  const found = [...ownAddresses(facts, networkId)];
  if (!found.some(({ hash }) => keys.has(hash))) {
    for await (const { signer, stakeKey, written } of furtherAddresses(api, facts.addresses)) {
      if (signer) found.push({ hash: signer, address: written, isDrep: false });
      if (stakeKey) found.push({ hash: stakeKey, address: rewardAddress(stakeKey, networkId), isDrep: false });
    }
  }
  const told = found.find(({ hash }) => keys.has(hash))?.hash;
  const isGuess =
    told === undefined && (found.length === 0 || facts.gaps.some(({ method }) => method !== "getNetworkId"));
  const hash = told ?? (isGuess ? [...keys.keys()][0] : undefined);
  const publicKey = hash && keys.get(hash);
  if (!publicKey) return [];
  // Last, its other addresses: some wallets sign for reward addresses alone, some for payment addresses alone.
  const ways = [...found.filter((own) => own.hash === hash), ...guess(hash, networkId)];
  return spell(api, ways).map((way) => ({ ...way, publicKey, isGuess }));
}

type Own = { readonly hash: Hex; readonly address: string; readonly isDrep: boolean };

function* ownAddresses(facts: WalletFacts, networkId: number): Generator<Own> {
  for (const { signer, written } of facts.addresses) {
    if (signer) yield { hash: signer, address: written, isDrep: false };
  }
  // The reward address, of a wallet that gives no list of them.
  for (const hash of [...facts.addresses.flatMap(({ stakeKey }) => stakeKey ?? []), ...facts.stakeKeys]) {
    yield { hash, address: rewardAddress(hash, networkId), isDrep: false };
  }
  if (facts.drepKey) yield { hash: facts.drepKey, address: keyAddress(facts.drepKey, networkId), isDrep: true };
}

const guess = (hash: Hex, networkId: number): Own[] =>
  [rewardAddress(hash, networkId), keyAddress(hash, networkId)].map((address) => ({ hash, address, isDrep: false }));

/** Each address once: as the wallet wrote it, then the others as they are, then in the other spelling. */
function spell(api: unknown, ways: readonly Own[]): Pick<WalletSigner, "of" | "address">[] {
  const has = (of: unknown) => typeof property(of, "signData") === "function";
  const [hasCip30, hasCip95] = [has(api), has(property(api, "cip95"))];
  const written = ways.map(({ address, isDrep }) => ({
    of: hasCip95 && (isDrep || !hasCip30) ? ("cip95" as const) : ("cip30" as const),
    address,
  }));
  const respelt = written.flatMap(({ of, address }) => {
    const hex = readWalletAddress(address)?.hex;
    return hex ? [hex, bech32Of(hex)].map((other) => ({ of, address: other })) : [];
  });
  const all = [...written, ...respelt];
  const once = all.filter((way, at) => all.findIndex(({ address }) => address === way.address) === at);
  return once.slice(0, MOST_WAYS);
}
