import { bytesToHex } from "@noble/hashes/utils";
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

const LIMIT = 200;

export function readOwner(address: string, rules: Rules): Owner {
  const bytes = address.startsWith("addr") ? fromBech32(address) : base58.decode(address);
  const hex = bytesToHex(bytes);
  const header = bytes[0] ?? 0;
  const none = (unresolved: UnresolvedReason): Owner => ({
    bytes: hex,
    identity: null,
    unresolved,
    keySpends: false,
  });
  if ((header & 0x80) !== 0) return none("byron");
  if ((header & 0x0f) !== ((fromBech32(rules.gameAddress)[0] ?? 0) & 0x0f)) return none("wrong-network");
  // Types 0-3 are base, 4-5 pointer, 6-7 enterprise: bit 6 says "no stake credential", bit 5 then "nor a pointer".
  if ((header & 0x60) === 0x40) return none("pointer");
  const paymentIsScript = (header & 0x10) !== 0;
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

function fromBech32(address: string): Uint8Array {
  return Uint8Array.from(bech32.fromWords(bech32.decode(address as `${string}1${string}`, LIMIT).words));
}
