import { hexToBytes } from "@noble/hashes/utils";
import { base58 } from "@scure/base";
import { remember } from "../remember";
import type { Hex } from "../units";
import { bech32ToBytes, bech32ToHex, decodeBech32, encodeBech32 } from "./bech32";
import { isByron, isByronBytes } from "./byron-address";
import { fromHex, toHex } from "./hex-bytes";
import { keyHashOf } from "./key-hash";

/** A key hash or script hash (blake2b-224), 28 bytes in hex. */
export type Credential = { readonly kind: "key" | "script"; readonly hash: Hex };

/** An address taken apart as CIP-19 describes it. `networkId` is 1 for mainnet, 0 for every testnet. */
export type ParsedAddress =
  | {
      readonly kind: "base";
      readonly networkId: 0 | 1;
      readonly payment: Credential;
      readonly stake: Credential;
    }
  | { readonly kind: "pointer"; readonly networkId: 0 | 1; readonly payment: Credential }
  | { readonly kind: "enterprise"; readonly networkId: 0 | 1; readonly payment: Credential }
  | { readonly kind: "reward"; readonly networkId: 0 | 1; readonly stake: Credential }
  | { readonly kind: "byron" };

export type AddressProblem = { readonly problem: string };

const HASH_BYTES = 28;
const HEX = /^([0-9a-f]{2})*$/i;
const BECH32_ADDRESS = /^(addr|stake)(_test)?1/i;
const HEX_ADDRESS = /^[0-9a-f]{58,}$/i;

/**
 * Reads a Shelley (bech32 or hex) or Byron (base58) address, CIP-19. Bad input is a value, not an exception:
 * it is typed by players. The message says what was wrong and what would be right.
 */
export function parseAddress(text: string): ParsedAddress | AddressProblem {
  const trimmed = text.trim();
  if (trimmed === "") return { problem: "The address is empty. Paste one that begins with addr or stake." };
  if (BECH32_ADDRESS.test(trimmed)) return readBech32(trimmed);
  if (isByron(trimmed)) return { kind: "byron" };
  if (HEX_ADDRESS.test(trimmed) && trimmed.length % 2 === 0) {
    return parseAddressBytes(hexToBytes(trimmed.toLowerCase()));
  }
  return {
    problem: "This is not a Cardano address. It should begin with addr1, stake1, addr_test1 or stake_test1.",
  };
}

const readBech32 = remember((text): ParsedAddress | AddressProblem => {
  const decoded = decodeBech32(text);
  if (!decoded) {
    return { problem: "The address has a typing error: its checksum does not match. Copy it again, whole." };
  }
  const { bytes } = decoded;
  if (!bytes) return { problem: "The address is cut off or padded wrongly. Copy it again, whole." };
  const parsed = parseAddressBytes(bytes);
  if ("problem" in parsed || parsed.kind === "byron") return parsed;
  const expected = prefixOf(bytes[0]);
  if (decoded.prefix !== expected) {
    return {
      problem: `The address begins with ${decoded.prefix}, but what it says inside needs ${expected}.`,
    };
  }
  return parsed;
});

/** The raw bytes of an address (a header byte, then credentials), as wallets and the ledger carry them. */
export function parseAddressBytes(bytes: Uint8Array): ParsedAddress | AddressProblem {
  return parseAddressKey(toHex(bytes));
}

const HEX_OF_HASH = 2 * HASH_BYTES;

/** The same of bytes in hex, as `addressKey` gives them. Credentials are cut out of it. */
export function parseAddressKey(key: Hex): ParsedAddress | AddressProblem {
  if (key === "") return { problem: "The address is empty." };
  const header = headerOf(key);
  const type = header >> 4;
  if (type === 8) {
    return isByronBytes(fromHex(key)) ? { kind: "byron" } : { problem: "The Byron address is cut off or mistyped." };
  }
  const network = header & 0x0f;
  if (network > 1) return { problem: `The address names network ${network}, which does not exist.` };
  const networkId = network as 0 | 1;
  const length = key.length / 2;
  if (type <= 3) {
    if (length !== 57) return wrongLength(length, "57");
    return { kind: "base", networkId, payment: credentialAt(key, 2, type & 1), stake: credentialAt(key, 58, type & 2) };
  }
  if (type <= 5) {
    if (!isPointer(fromHex(key.slice(2 + HEX_OF_HASH)))) {
      return { problem: "The pointer address does not end in three whole numbers. Copy it again, whole." };
    }
    return { kind: "pointer", networkId, payment: credentialAt(key, 2, type & 1) };
  }
  if (type <= 7) {
    if (length !== 29) return wrongLength(length, "29");
    return { kind: "enterprise", networkId, payment: credentialAt(key, 2, type & 1) };
  }
  if (type >= 14) {
    if (length !== 29) return wrongLength(length, "29");
    return { kind: "reward", networkId, stake: credentialAt(key, 2, type & 1) };
  }
  return { problem: `The address is of type ${type}, which CIP-19 does not define.` };
}

function credentialAt(key: Hex, digit: number, scriptBit: number): Credential {
  return { kind: scriptBit === 0 ? "key" : "script", hash: key.slice(digit, digit + HEX_OF_HASH) };
}

function wrongLength(bytes: number, want: string): AddressProblem {
  return { problem: `The address has ${bytes} bytes; one of its kind has ${want}.` };
}

/**
 * The bytes that a text of an address stands for, in any of its spellings: the inverse of `addressText`, also where
 * `parseAddress` finds a problem in them. Throws on what is no such text.
 */
export function addressToBytes(text: string): Uint8Array {
  const canonical = canonicalPrefix(text);
  const bytes = canonical && bech32ToBytes(canonical, text);
  if (bytes && prefixOf(bytes[0]) === canonical) return bytes;
  const trimmed = text.trim();
  const decoded = BECH32_ADDRESS.test(trimmed) ? decodeBech32(trimmed) : null;
  if (decoded?.bytes && decoded.prefix === prefixOf(decoded.bytes[0])) return decoded.bytes;
  if (isByron(trimmed)) return base58.decode(trimmed);
  if (HEX.test(trimmed)) return hexToBytes(trimmed.toLowerCase());
  const parsed = parseAddress(trimmed);
  throw new Error("problem" in parsed ? parsed.problem : `${trimmed} is no address.`);
}

/** The address's bytes in hex: the key to sort and group addresses by. Throws on what is no text of an address. */
export function addressKey(text: string): Hex {
  return canonicalKey(text) ?? toHex(addressToBytes(text));
}

/** The same of an address as `addressText` writes it; null for other spellings, other eras and very long ones. */
export function canonicalKey(text: string): Hex | null {
  const prefix = canonicalPrefix(text);
  const key = prefix && bech32ToHex(prefix, text);
  return key && prefixOf(headerOf(key)) === prefix ? key : null;
}

function canonicalPrefix(text: string): string | null {
  return text.startsWith("addr1") ? "addr" : text.startsWith("addr_test1") ? "addr_test" : null;
}

const headerOf = (key: Hex): number => Number.parseInt(key.slice(0, 2), 16);

/** Throws on bytes that are no address. */
export function addressFromBytes(bytes: Uint8Array): string {
  const parsed = parseAddressBytes(bytes);
  if ("problem" in parsed) throw new Error(parsed.problem);
  return addressText(bytes);
}

/**
 * The text of whatever bytes stand in an output: before Babbage the ledger took addresses with bytes after their end.
 * `parseAddress` says what is wrong with such a text; where the header has no prefix either, the text is hex.
 */
export function addressText(bytes: Uint8Array): string {
  return textOf(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1"));
}

/** Of bytes as a text, a character each. */
const textOf = remember((text) => {
  const bytes = new Uint8Array(Buffer.from(text, "latin1"));
  if (isByronBytes(bytes)) return base58.encode(bytes);
  const prefix = prefixOf(bytes[0]);
  return prefix === null ? toHex(bytes) : encodeBech32(prefix, bytes);
});

/** Builds a base, enterprise or reward address from its credentials. */
export function makeAddress(networkId: 0 | 1, payment: Credential | null, stake: Credential | null): string {
  if (!payment && !stake) throw new Error("an address needs a payment or a stake credential");
  const bit = (credential: Credential | null, value: number) => (credential?.kind === "script" ? value : 0);
  const type = !payment ? 14 + bit(stake, 1) : stake ? bit(payment, 1) + bit(stake, 2) : 6 + bit(payment, 1);
  const header = new Uint8Array([(type << 4) | networkId]);
  const parts = [payment, stake].flatMap((credential) => (credential ? [hexToBytes(credential.hash)] : []));
  return addressFromBytes(new Uint8Array([...header, ...parts.flatMap((part) => [...part])]));
}

/**
 * The address of a key alone, without a stake part: where the operator keeps its ADA. `publicKey` is 32 bytes in hex.
 */
export function enterpriseAddress(networkId: 0 | 1, publicKey: Hex): string {
  return makeAddress(networkId, { kind: "key", hash: keyHashOf(publicKey) }, null);
}

/** The stake address of a key's or script's reward account; `parseAddress` reads it back. */
export function makeRewardAddress(networkId: 0 | 1, { kind, hash }: Credential): string {
  const header = (kind === "script" ? 0xf0 : 0xe0) | networkId;
  const key = header.toString(16) + hash;
  const parsed = parseAddressKey(key);
  if ("problem" in parsed) throw new Error(parsed.problem);
  return encodeBech32(prefixOf(header) ?? "", fromHex(key));
}

/** CIP-19's prefix for a header; null where it defines none. */
function prefixOf(header: number | undefined): string | null {
  if (header === undefined) return null;
  const [type, network] = [header >> 4, header & 0x0f];
  if (network > 1 || (type >= 8 && type < 14)) return null;
  return (type < 8 ? "addr" : "stake") + (network === 1 ? "" : "_test");
}

/**
 * A pointer is three variable-length numbers (slot, transaction, certificate), each ended by a byte under 128 (CIP-19).
 */
function isPointer(bytes: Uint8Array): boolean {
  return bytes.filter((byte) => byte < 128).length === 3 && (bytes.at(-1) ?? 128) < 128;
}
