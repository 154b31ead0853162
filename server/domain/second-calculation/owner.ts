import { bytesToHex, hexToBytes } from "@noble/hashes/utils";
import { base58, bech32 } from "@scure/base";
import type { UnresolvedReason } from "../eligibility/holders";
import type { Rules } from "../rules/rules";

/*
 * The second calculation's own reading of addresses (CIP-19), by the bits of the header. It shares nothing but
 * types with the first on purpose: two readings that agree are worth more than one that is used twice.
 */

export type Owner = {
  /** The address's bytes in hex. */
  readonly bytes: string;
  readonly identity: string | null;
  /** Null when tokens here count. */
  readonly unresolved: UnresolvedReason | null;
  /** Whether a key can spend from here. */
  readonly keySpends: boolean;
};

export function readOwner(address: string, rules: Rules): Owner {
  const bytes = bytesOf(address);
  const hex = bytesToHex(bytes);
  const header = bytes[0] ?? 0xff;
  const type = header >> 4;
  const none = (unresolved: UnresolvedReason): Owner => ({
    bytes: hex,
    identity: null,
    unresolved,
    keySpends: false,
  });
  if (type === 8) return none(HEX.test(address) ? "not-an-address" : "byron");
  if ((header & 0x0f) > 1 || (type > 8 && type < 14) || !endsWhereItShould(type, bytes)) return none("not-an-address");
  if ((header & 0x0f) !== ((bytesOf(rules.gameAddress)[0] ?? 0) & 0x0f)) return none("wrong-network");
  // Types 0-3 are base, 4-5 pointer, 6-7 enterprise: bit 6 says "no stake credential", bit 5 then "nor a pointer".
  if ((header & 0x60) === 0x40) return none("pointer");
  const paymentIsScript = (header & 0x10) !== 0;
  if (type >= 14) {
    return { ...none("stake-address"), identity: `${paymentIsScript ? "script" : "key"}:${hex.slice(2)}` };
  }
  const hasStake = (header & 0x40) === 0;
  const ownerIsScript = hasStake ? (header & 0x20) !== 0 : paymentIsScript;
  const identity = `${ownerIsScript ? "script" : "key"}:${hasStake ? hex.slice(58) : hex.slice(2)}`;
  const isForbiddenScript = paymentIsScript && !rules.allowedScripts.includes(hex.slice(2, 58));
  const unresolved = isForbiddenScript
    ? "script"
    : ownerIsScript
      ? "script-identity"
      : rules.excluded.addresses.includes(address)
        ? "excluded-address"
        : null;
  return { bytes: hex, identity, unresolved, keySpends: !paymentIsScript };
}

const HEX = /^([0-9a-f]{2})+$/;

/** Texts begin with addr or stake; where a header has no such text it is told in hex, and the rest is Byron's. */
function bytesOf(address: string): Uint8Array {
  if (HEX.test(address)) return hexToBytes(address);
  if (!/^(addr|stake)/.test(address)) return base58.decode(address);
  const { words } = bech32.decode(address as `${string}1${string}`, false);
  return Uint8Array.from(bech32.fromWords(words));
}

/** Before Babbage the ledger took addresses with bytes after their end. Nobody can be paid there any more. */
function endsWhereItShould(type: number, bytes: Uint8Array): boolean {
  if (type < 4) return bytes.length === 57;
  if (type > 5) return bytes.length === 29;
  const numbers = bytes.subarray(29);
  return (numbers[numbers.length - 1] ?? 0x80) < 0x80 && numbers.filter((byte) => byte < 0x80).length === 3;
}
