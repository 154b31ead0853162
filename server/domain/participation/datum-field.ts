import { bytesToHex, hexToBytes } from "@noble/hashes/utils";
import type { Credential } from "../cardano/address";
import { parseAddressBytes } from "../cardano/address";
import { type CborItem, readCbor } from "../cardano/read-cbor";
import { identityOf, identityOfCredential } from "../identity";
import type { Hex, Identity } from "../units";

/*
 * The player that a datum names. Not by server/domain/cardano/plutus-data.ts: that reads a datum as a whole and by
 * recursion, so a datum nested as deep as a transaction allows would stop it. Here only the path to the player is
 * looked at.
 */

/** The item at `path`: each step is an index into a constructor's fields or a list. Null when there is none. */
export function datumItemAt(datum: Hex, path: readonly number[]): CborItem | null {
  const bytes = hexToBytes(datum);
  let item: CborItem | undefined;
  try {
    item = readCbor(bytes, Number.POSITIVE_INFINITY);
  } catch {
    return null;
  }
  for (const index of path) item = item && fieldsOf(item)?.[index];
  return item ?? null;
}

/** The fields of a constructor in its short (tags 121-127, 1280-1400) or long form (tag 102), or a list's items. */
function fieldsOf(item: CborItem): readonly CborItem[] | null {
  if (item.kind === "array") return item.items;
  if (item.kind !== "tag" || item.item.kind !== "array") return null;
  if (item.tag !== 102n) return item.item.items;
  const fields = item.item.items[1];
  return fields?.kind === "array" ? fields.items : null;
}

/**
 * The identity that a datum item names: 28 bytes are a key hash; 29 or 57 bytes a raw address; otherwise an address as
 * contracts write it, `Constr 0 [credential, optional stake credential]`. Null if it names nobody.
 */
export function identityNamedBy(item: CborItem): Identity | null {
  if (item.kind === "bytes") {
    if (item.value.length === 28) return identityOfCredential({ kind: "key", hash: bytesToHex(item.value) });
    const parsed = parseAddressBytes(item.value);
    return "problem" in parsed ? null : identityOf(parsed);
  }
  const fields = constructorFields(item, 0, 2);
  const [payment, stake] = fields ?? [];
  const paymentCredential = payment && credentialOf(payment);
  if (!paymentCredential || !stake) return null;
  if (constructorFields(stake, 1, 0)) return identityOfCredential(paymentCredential);
  const inline = constructorFields(constructorFields(stake, 0, 1)?.[0], 0, 1)?.[0];
  const stakeCredential = inline && credentialOf(inline);
  return stakeCredential ? identityOfCredential(stakeCredential) : null;
}

function credentialOf(item: CborItem): Credential | null {
  for (const [index, kind] of [[0, "key"] as const, [1, "script"] as const]) {
    const hash = constructorFields(item, index, 1)?.[0];
    if (hash?.kind === "bytes" && hash.value.length === 28) return { kind, hash: bytesToHex(hash.value) };
  }
  return null;
}

function constructorFields(item: CborItem | undefined, index: number, count: number): readonly CborItem[] | null {
  if (item?.kind !== "tag" || item.tag !== BigInt(121 + index) || item.item.kind !== "array") return null;
  return item.item.items.length === count ? item.item.items : null;
}
