import { addressToBytes } from "../cardano/address";
import { fromHex } from "../cardano/hex-bytes";
import { serialiseData } from "../cardano/plutus-data";
import type { Hex } from "../units";
import type { Amount } from "./amount";
import { amountToData } from "./datum";
import type { Payout, PrizeAsset } from "./types";

/*
 * The bytes that a batch's commitment is the hash of: serialise((total, payouts)) ++ next, without `next`
 * (contracts/README.md, "Plan digest and hash chain"). Each payout is an output as a Plutus V3 script sees it: address,
 * value, no datum, no reference script. Written straight into bytes, for a plan may have a million of them; what
 * `serialiseData` makes of the same data is compared in batch-bytes.test.ts.
 */

const KEY_ADDRESS = fromHex("d8799fd8799fd8799f581c");
const SCRIPT_ADDRESS = fromHex("d8799fd8799fd87a9f581c");
/** After the payment credential: `Some (StakingHash credential)`, or none. */
const STAKE_KEY = fromHex("ffd8799fd8799fd8799f581c");
const STAKE_SCRIPT = fromHex("ffd8799fd8799fd87a9f581c");
const STAKE_END = fromHex("ffffffff");
const NO_STAKE = fromHex("ffd87a80ff");
const LOVELACE_ONLY = fromHex("a140a140");
const LOVELACE_FIRST = fromHex("a240a140");
const NO_DATUM_NO_SCRIPT = fromHex("d87980d87a80ff");
const HASH_BYTES = 28;
/** More than a payout of lovelace alone takes. A token adds its asset's id and an amount. */
const PAYOUT_BYTES = 128;
const AMOUNT_BYTES = 16;

/** Throws on an address that the pool cannot pay, and on an amount that is none. */
export function batchBytes(total: Amount, payouts: readonly Payout[], prizeAsset: PrizeAsset | null): Uint8Array {
  const head = fromHex(`9f${serialiseData(amountToData(total))}${payouts.length === 0 ? "80" : "9f"}`);
  const asset = prizeAsset ? fromHex(assetHex(prizeAsset)) : null;
  const tail = fromHex(`${payouts.length === 0 ? "" : "ff"}ff`);
  const each = PAYOUT_BYTES + (asset ? asset.length + AMOUNT_BYTES : 0);
  const bytes = new Uint8Array(head.length + payouts.length * each + tail.length);
  let at = put(bytes, 0, head);
  for (const payout of payouts) at = putPayout(bytes, at, payout, asset);
  return bytes.subarray(0, put(bytes, at, tail));
}

/** The entry of a token in a value, up to its quantity. */
function assetHex({ policyId, assetName }: PrizeAsset): Hex {
  return `${serialiseData(policyId)}a1${serialiseData(assetName)}`;
}

function putPayout(bytes: Uint8Array, start: number, payout: Payout, asset: Uint8Array | null): number {
  const { address, lovelace, tokens } = payout;
  let at = putAddress(bytes, start, address);
  at = put(bytes, at, tokens === 0n ? LOVELACE_ONLY : LOVELACE_FIRST);
  at = putAmount(bytes, at, lovelace);
  if (tokens !== 0n) {
    if (!asset) throw new Error(`${address} is owed tokens, but the pool has no prize asset`);
    at = putAmount(bytes, put(bytes, at, asset), tokens);
  }
  return put(bytes, at, NO_DATUM_NO_SCRIPT);
}

/** Base and enterprise addresses of CIP-19: a header, then one or two hashes of 28 bytes. */
function putAddress(bytes: Uint8Array, start: number, address: string): number {
  const raw = addressToBytes(address);
  const type = (raw[0] ?? 0) >> 4;
  const isBase = type < 4;
  if (raw.length !== (isBase ? 57 : 29) || (!isBase && type !== 6 && type !== 7)) {
    throw new Error(`${address} is no base or enterprise address: the pool cannot pay it`);
  }
  let at = put(bytes, start, (type & 1) === 0 ? KEY_ADDRESS : SCRIPT_ADDRESS);
  at = putHash(bytes, at, raw, 1);
  if (!isBase) return put(bytes, at, NO_STAKE);
  at = put(bytes, at, (type & 2) === 0 ? STAKE_KEY : STAKE_SCRIPT);
  return put(bytes, putHash(bytes, at, raw, 1 + HASH_BYTES), STAKE_END);
}

function put(bytes: Uint8Array, at: number, part: Uint8Array): number {
  bytes.set(part, at);
  return at + part.length;
}

function putHash(bytes: Uint8Array, at: number, raw: Uint8Array, from: number): number {
  for (let index = 0; index < HASH_BYTES; index++) bytes[at + index] = raw[from + index] ?? 0;
  return at + HASH_BYTES;
}

/** A whole number in the shortest form (RFC 8949). */
function putAmount(bytes: Uint8Array, at: number, amount: bigint): number {
  const value = Number(amount);
  if (value < 0 || value > Number.MAX_SAFE_INTEGER) return put(bytes, at, fromHex(serialiseData(amount)));
  if (value < 24) {
    bytes[at] = value;
    return at + 1;
  }
  const size = value < 2 ** 8 ? 0 : value < 2 ** 16 ? 1 : value < 2 ** 32 ? 2 : 3;
  const width = 1 << size;
  bytes[at] = 24 + size;
  for (let index = width, rest = value; index > 0; index--) {
    bytes[at + index] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  return at + 1 + width;
}
