import type { CborNode } from "./cbor";
import { asHex, asInt, asList } from "./cbor-shape";
import type { Certificate } from "./types";

const STAKE_DEPOSIT = 2_000_000n;

/** Kinds whose second item is a stake credential (Conway CDDL, `certificate`). */
const WITH_STAKE = new Set([0, 1, 2, 7, 8, 9, 10, 11, 12, 13]);
const WITH_POOL = new Set([2, 10, 11, 13]);

/** `depositLovelace` is what the certificate takes (positive) or gives back (negative). */
export function readCertificate(node: CborNode): Certificate {
  const items = asList(node, "a certificate");
  const kind = Number(asInt(items[0], "the kind of a certificate"));
  return {
    kind,
    stake: WITH_STAKE.has(kind) ? readCredential(items[1]) : null,
    pool: WITH_POOL.has(kind) ? asHex(items[2], "the pool of a certificate") : null,
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
