import { bech32Encode } from "./address";
import type { CborNode } from "./cbor";
import { asHex, asInt, asList, fromHex } from "./cbor-shape";
import type { Certificate } from "./types";

const STAKE_DEPOSIT = 2_000_000n;

/** Kinds whose second item is a stake credential (Conway CDDL, `certificate`). */
const WITH_STAKE = new Set([0, 1, 2, 7, 8, 9, 10, 11, 12, 13]);
const WITH_POOL = new Set([2, 10, 11, 13]);
/** Kinds that delegate a vote, and the position of the DRep in them. */
const DREP_AT: Readonly<Record<number, number>> = { 9: 2, 10: 3, 12: 2, 13: 3 };

/** `depositLovelace` is what the certificate takes (positive) or returns (negative). */
export function readCertificate(node: CborNode): Certificate {
  const items = asList(node, "a certificate");
  const kind = Number(asInt(items[0], "the kind of a certificate"));
  return {
    kind,
    stake: WITH_STAKE.has(kind) ? readCredential(items[1]) : null,
    pool: WITH_POOL.has(kind) ? asHex(items[2], "the pool of a certificate") : null,
    drep: DREP_AT[kind] === undefined ? null : readDrep(items[DREP_AT[kind]]),
    depositLovelace: depositOf(kind, items),
  };
}

function depositOf(kind: number, items: readonly CborNode[]): bigint {
  if (kind === 0) return STAKE_DEPOSIT;
  if (kind === 1) return -STAKE_DEPOSIT;
  const last = () => asInt(items[items.length - 1], "the deposit of a certificate");
  if (kind === 7 || kind === 11 || kind === 12 || kind === 13) return last();
  return kind === 8 ? -last() : 0n;
}

function readCredential(node: CborNode | undefined): { hash: string; script: boolean } {
  const [kind, hash] = asList(node, "a credential");
  return {
    script: asInt(kind, "the kind of a credential") === 1n,
    hash: asHex(hash, "the hash of a credential"),
  };
}

/** Header byte of CIP-129: 0x22 for a DRep that is a key, 0x23 for one that is a script. */
const DREP_HEADERS = [0x22, 0x23];

function readDrep(node: CborNode | undefined): string {
  const [kindNode, hash] = asList(node, "a DRep");
  const kind = Number(asInt(kindNode, "the kind of a DRep"));
  if (kind === 2) return "drep_always_abstain";
  if (kind === 3) return "drep_always_no_confidence";
  const header = DREP_HEADERS[kind];
  if (header === undefined) throw new Error(`a DRep of the unknown kind ${kind}`);
  return bech32Encode("drep", Uint8Array.of(header, ...fromHex(asHex(hash, "the hash of a DRep"))));
}
