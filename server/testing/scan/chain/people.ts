import { crc32 } from "node:zlib";
import { blake2b } from "@noble/hashes/blake2b";
import { bytesToHex, concatBytes, utf8ToBytes } from "@noble/hashes/utils";
import { base58, bech32 } from "@scure/base";
import * as cbor from "./cbor";

export type Address = {
  readonly bytes: Uint8Array;
  readonly text: string;
  /** Whoever plays from here, as the scan names identities; null where nobody can be named. */
  readonly player: string | null;
};

const hash28 = (text: string) => blake2b(utf8ToBytes(text), { dkLen: 28 });

/** CIP-19: header (kind and network 0), credentials, and what follows. */
function shelley(kind: number, ...parts: Uint8Array[]): Address {
  const bytes = concatBytes(Uint8Array.of(kind << 4), ...parts);
  // Base addresses of keys are named by the stake key, those without a stake key by the payment key.
  const owner = kind === 0 && parts.length === 2 ? parts[1] : kind === 6 ? parts[0] : undefined;
  const player = owner ? playerOf(owner) : null;
  return { bytes, text: bech32.encode("addr_test", bech32.toWords(bytes), 250), player };
}

export const playerOf = (keyHash: Uint8Array): string => `key:${bytesToHex(keyHash)}`;

function byron(name: string): Address {
  const root = cbor.array([cbor.bytes(hash28(name)), cbor.map([]), cbor.int(0)]);
  const bytes = cbor.array([cbor.tag(24, cbor.bytes(root)), cbor.int(crc32(root), 4)]);
  return { bytes, text: base58.encode(bytes), player: null };
}

/** Key with key, twice with one stake key; key alone; scripts; and what cannot be paid or attributed. */
export const PEOPLE: readonly Address[] = [
  shelley(0, hash28("ann"), hash28("ann's stake")),
  shelley(0, hash28("ann's second"), hash28("ann's stake")),
  shelley(0, hash28("bob"), hash28("bob's stake")),
  shelley(0, hash28("cleo"), hash28("cleo's stake")),
  shelley(6, hash28("dan")),
  shelley(1, hash28("a script"), hash28("eve's stake")),
  shelley(2, hash28("fay"), hash28("a script for stake")),
  shelley(7, hash28("another script")),
  shelley(4, hash28("gus"), Uint8Array.of(0x81, 0x05, 3, 1)),
  shelley(0, hash28("hal"), hash28("hal's stake"), Uint8Array.of(1, 2, 3)),
];

export const BYRON = byron("ivy");
export const GAME = shelley(7, hash28("the game"));
export const keyHashOf = (address: Address): Uint8Array => address.bytes.subarray(1, 29);
export const scriptAddress = (hash: Uint8Array): Address => shelley(7, hash);
