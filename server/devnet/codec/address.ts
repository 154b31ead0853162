import { base58, bech32 } from "@scure/base";
import { fromHex, toHex } from "./cbor-shape";

/** A payment or stake credential. `script` tells the two kinds of 28-byte hash apart. */
export type CredentialHash = { readonly hash: string; readonly script: boolean };

export type AddressInfo = {
  readonly text: string;
  readonly bytes: Uint8Array;
  readonly byron: boolean;
  /** 1 for mainnet, 0 for test networks; null for Byron, which encodes it otherwise. */
  readonly networkId: number | null;
  readonly payment: CredentialHash | null;
  readonly stake: CredentialHash | null;
};

const LIMIT = 1000;

/*
 * CIP-19. Separate from server/domain/cardano/address.ts on purpose: the chain that tests the product must not share
 * the product's mistakes.
 */
export function addressFromBytes(bytes: Uint8Array): AddressInfo {
  const header = bytes[0] ?? 0;
  const type = header >> 4;
  if (type === 8)
    return { text: base58.encode(bytes), bytes, byron: true, networkId: null, payment: null, stake: null };
  const networkId = header & 0x0f;
  const at = (offset: number, scriptBit: number): CredentialHash => ({
    hash: toHex(bytes.subarray(offset, offset + 28)),
    script: (type & scriptBit) !== 0,
  });
  const prefix = (type >= 14 ? "stake" : "addr") + (networkId === 1 ? "" : "_test");
  const text = bech32.encode(prefix, bech32.toWords(bytes), LIMIT);
  const common = { text, bytes, byron: false, networkId };
  if (type >= 14) return { ...common, payment: null, stake: at(1, 1) };
  return { ...common, payment: at(1, 1), stake: type <= 3 ? at(29, 2) : null };
}

/** Null if the text is not an address: bad checksum, wrong prefix, wrong length. */
export function addressFromText(text: string): AddressInfo | null {
  try {
    if (!/^(addr|stake)/.test(text)) {
      const bytes = base58.decode(text);
      return bytes[0] === 0x82 && bytes[1] === 0xd8 && bytes[2] === 0x18
        ? { text, bytes, byron: true, networkId: null, payment: null, stake: null }
        : null;
    }
    const { prefix, words } = bech32.decode(text as `${string}1${string}`, LIMIT);
    const info = addressFromBytes(bech32.fromWords(words));
    const type = (info.bytes[0] ?? 0) >> 4;
    const lengthOk =
      type <= 3 ? info.bytes.length === 57 : type <= 5 ? info.bytes.length > 29 : info.bytes.length === 29;
    const known = type <= 7 || type >= 14;
    return known && lengthOk && info.text.startsWith(`${prefix}1`) ? info : null;
  } catch {
    return null;
  }
}

/** A bare payment credential, as in CIP-5: addr_vkh, addr_vk (a public key, hashed by the caller) or script. */
export function credentialFromText(text: string): { prefix: string; bytes: Uint8Array } | null {
  try {
    const { prefix, words } = bech32.decode(text as `${string}1${string}`, LIMIT);
    const bytes = bech32.fromWords(words);
    const length = prefix === "addr_vk" ? 32 : 28;
    return ["addr_vkh", "addr_vk", "script"].includes(prefix) && bytes.length === length ? { prefix, bytes } : null;
  } catch {
    return null;
  }
}

export function stakeAddress(networkId: number, stake: CredentialHash): string {
  const header = ((stake.script ? 15 : 14) << 4) | networkId;
  return addressFromBytes(Uint8Array.from([header, ...fromHex(stake.hash)])).text;
}

export function bech32Encode(prefix: string, bytes: Uint8Array): string {
  return bech32.encode(prefix, bech32.toWords(bytes), LIMIT);
}
