import { bytesToHex, hexToBytes } from "@noble/hashes/utils";
import { base58, bech32 } from "@scure/base";
import type { UnresolvedReason } from "../eligibility/holders";
import type { Rules } from "../rules/rules";

/*
 * The second calculation's own reading of addresses (CIP-19), by the bits of the header. It shares only types with the
 * first on purpose: two readings that agree prove more than one used twice.
 */

export type Owner = {
  /** The address's bytes in hex. */
  readonly bytes: string;
  readonly identity: string | null;
  /** Null if tokens here count. */
  readonly unresolved: UnresolvedReason | null;
  /** Whether a key can spend from here. */
  readonly keySpends: boolean;
};

const HEX = /^([0-9a-f]{2})*$/;
const TWO_HASHES = 57;
const ONE_HASH = 29;

export function readOwner(address: string, rules: Rules): Owner {
  const bytes = bytesOf(address);
  const hex = bytesToHex(bytes);
  const header = bytes[0] ?? 0xff;
  const none = (unresolved: UnresolvedReason): Owner => ({
    bytes: hex,
    identity: null,
    unresolved,
    keySpends: false,
  });
  // Byron bytes with a wrong checksum are written in hex, not in base 58.
  if ((header & 0xf0) === 0x80) return none(HEX.test(address) ? "not-an-address" : "byron");
  if (!hasItsLength(bytes, header)) return none("not-an-address");
  if ((header & 0x0f) !== ((bytesOf(rules.gameAddress)[0] ?? 0) & 0x0f)) return none("wrong-network");
  // Types 0-3 are base, 4-5 pointer, 6-7 enterprise: bit 6 says "no stake credential", bit 5 then "nor a pointer".
  if ((header & 0xe0) === 0x40) return none("pointer");
  const firstIsScript = (header & 0x10) !== 0;
  const hasStake = (header & 0x40) === 0;
  const ownerIsScript = hasStake ? (header & 0x20) !== 0 : firstIsScript;
  const identity = `${ownerIsScript ? "script" : "key"}:${hasStake ? hex.slice(58) : hex.slice(2)}`;
  if ((header & 0x80) !== 0) return { bytes: hex, identity, unresolved: "stake-address", keySpends: false };
  const isForbiddenScript = firstIsScript && !rules.allowedScripts.includes(hex.slice(2, 58));
  const unresolved = isForbiddenScript
    ? "script"
    : ownerIsScript
      ? "script-identity"
      : rules.excluded.addresses.includes(address)
        ? "excluded-address"
        : null;
  return { bytes: hex, identity, unresolved, keySpends: !firstIsScript };
}

/** Before Babbage the ledger took addresses with bytes after their end; those pay nobody. */
function hasItsLength(bytes: Uint8Array, header: number): boolean {
  const type = header >>> 4;
  if ((header & 0x0e) !== 0) return false;
  if (type < 4) return bytes.length === TWO_HASHES;
  if (type > 5) return (type < 8 || type > 13) && bytes.length === ONE_HASH;
  // Three numbers, each ended by a byte without its highest bit.
  let ended = 0;
  for (const byte of bytes.subarray(ONE_HASH)) if (byte < 0x80) ended += 1;
  return ended === 3 && (bytes[bytes.length - 1] ?? 0x80) < 0x80;
}

/** The text is hex where the bytes have no other spelling. */
function bytesOf(address: string): Uint8Array {
  if (/^(addr|stake)(_test)?1/.test(address)) {
    return Uint8Array.from(bech32.fromWords(bech32.decode(address as `${string}1${string}`, false).words));
  }
  return HEX.test(address) ? hexToBytes(address) : base58.decode(address);
}
