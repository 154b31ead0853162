import { bytesToHex } from "@noble/hashes/utils";
import { type Credential, makeAddress } from "@/server/domain/cardano/address";
import { blake2b256 } from "@/server/domain/hash";
import type { Hex } from "@/server/domain/units";
import { keyFromSecret, type SigningKey } from "../wallet/keys";
import { nativeScriptHash } from "../wallet/native-script";
import type { Role } from "./types";

/** A person in the game, with the key that spends from the first address. */
export type Person = {
  readonly name: string;
  readonly role: Role;
  readonly identity: string;
  readonly key: SigningKey;
  readonly places: readonly Place[];
};

export type Place = { readonly address: string; readonly payable: boolean };

/** 28 bytes, as credentials have them. */
const HASH_HEX_DIGITS = 56;

/**
 * Everyone's keys and addresses, always the same for a funding phrase and a seed. The phrase is part of every secret,
 * so that nobody else can derive them on a public network.
 */
export function makePeople(roles: readonly Role[], fundingSeed: string, seed: number, networkId: 0 | 1): Person[] {
  const phrase = fundingSeed.trim().toLowerCase().split(/\s+/).join(" ");
  const secretOf = (what: string) =>
    blake2b256(new TextEncoder().encode(`daily-prize-oracle demo/${seed}/${what}/${phrase}`));
  const keyOf = (what: string) => keyFromSecret(secretOf(what));
  const richStake = keyHash(keyOf("0/stake"));
  return roles.map((role, index) => {
    const key = keyOf(`${index}/payment`);
    const stake = role.startsWith("stranger") ? richStake : keyHash(keyOf(`${index}/stake`));
    const base = (payment: Credential) => makeAddress(networkId, payment, stake);
    const own = { address: base(keyHash(key)), payable: true };
    const common = { name: `${role} ${index}`, role, key, identity: `key:${stake.hash}` };
    const script = (hash: Hex): Credential => ({ kind: "script", hash });
    const nativeHash = () => nativeScriptHash({ kind: "key", keyHash: key.keyHash });
    switch (role) {
      case "enterprise": {
        const address = makeAddress(networkId, keyHash(key), null);
        return { ...common, identity: `key:${key.keyHash}`, places: [{ address, payable: true }] };
      }
      case "two-addresses":
        return {
          ...common,
          places: [own, { address: base(keyHash(keyOf(`${index}/second`))), payable: true }],
        };
      case "script-saver":
        return { ...common, places: [own, { address: base(script(nativeHash())), payable: false }] };
      case "native-script-holder":
        return atScript(common, nativeHash(), networkId);
      case "plutus-script-holder": {
        // The hash of no known script: its tokens stay there.
        const hash = bytesToHex(secretOf(`${index}/plutus`)).slice(0, HASH_HEX_DIGITS);
        return atScript(common, hash, networkId);
      }
      default:
        return { ...common, places: [own] };
    }
  });
}

function atScript(common: Omit<Person, "places">, hash: Hex, networkId: 0 | 1): Person {
  const address = makeAddress(networkId, { kind: "script", hash }, null);
  return { ...common, identity: `script:${hash}`, places: [{ address, payable: false }] };
}

function keyHash(key: SigningKey): Credential {
  return { kind: "key", hash: key.keyHash };
}

/** The address that a person plays and trades from. */
export function mainAddress({ name, places }: Person): string {
  const [main] = places;
  if (!main) throw new Error(`${name} has no address.`);
  return main.address;
}
