import { bytesToHex, hexToBytes } from "@noble/hashes/utils";
import { bech32 } from "@scure/base";
import type { Hex } from "@/server/domain/units";

/*
 * Addresses as wallets write them. CIP-30 says hex; some give bech32, and some the hex of a CBOR byte string. Not
 * server/domain/cardano/address.ts, which reads millions and needs Node's Buffer.
 */

export type WalletAddress = {
  /** Exactly as the wallet wrote it: some take an address back in no other form. */
  readonly written: string;
  readonly hex: Hex;
  readonly networkId: number;
  /** Hash of the key that signs for it (CIP-30): payment key, or stake key of a reward address. Null for scripts. */
  readonly signer: Hex | null;
  /** Hash of the stake key in it, whose reward address the wallet has too. */
  readonly stakeKey: Hex | null;
};

const SHORTEST = 58;
const LONGEST = 200;
const IN_CBOR = /^58(1d|39)(?=[0-9a-f]{58})/;

/** Null for what is no Shelley address. */
export function readWalletAddress(written: unknown): WalletAddress | null {
  if (typeof written !== "string" || written.length > LONGEST) return null;
  const hex = hexOf(written.trim());
  if (hex === null || hex.length < SHORTEST) return null;
  const [type, networkId] = [0, 1].map((digit) => Number.parseInt(hex.charAt(digit), 16)) as [number, number];
  if (networkId > 1 || (type > 7 && type < 14)) return null;
  // CIP-19: a bit of the type is 0 where the part is a key; 14 is a reward address of a key.
  const signer = type === 14 || (type < 8 && type % 2 === 0) ? hex.slice(2, 58) : null;
  const stakeKey = type < 2 && hex.length === 114 ? hex.slice(58) : null;
  return { written, hex, networkId, signer, stakeKey };
}

function hexOf(text: string): Hex | null {
  const lower = text.toLowerCase();
  if (/^([0-9a-f]{2})+$/.test(lower)) return lower.replace(IN_CBOR, "");
  if (!/^(addr|stake)(_test)?1/.test(lower)) return null;
  const decoded = bech32.decodeUnsafe(lower, LONGEST);
  const bytes = decoded && bech32.fromWordsUnsafe(decoded.words);
  return bytes ? bytesToHex(bytes) : null;
}

/** The same address in bech32: for wallets that take no hex. */
export function bech32Of(hex: Hex): string {
  const kind = Number.parseInt(hex.charAt(0), 16) < 8 ? "addr" : "stake";
  return bech32.encode(`${kind}${hex.charAt(1) === "1" ? "" : "_test"}`, bech32.toWords(hexToBytes(hex)), LONGEST);
}

/** The reward address of a key (CIP-19, type 14). */
export const rewardAddress = (keyHash: Hex, networkId: number): Hex => `e${networkId}${keyHash}`;
/** The address of a key alone (CIP-19, type 6): also how CIP-95 names a DRep's key. */
export const keyAddress = (keyHash: Hex, networkId: number): Hex => `6${networkId}${keyHash}`;
