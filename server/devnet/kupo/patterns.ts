import { type AddressInfo, addressFromBytes, addressFromText } from "../codec/address";
import { toHex } from "../codec/cbor-shape";
import type { Output, OutRef } from "../codec/types";

/* Patterns as in Kupo's manual ("Patterns"): what is indexed, and what is asked for. */

export type Pattern =
  | { readonly kind: "any"; readonly byronToo: boolean }
  | { readonly kind: "address"; readonly address: AddressInfo }
  | { readonly kind: "credentials"; readonly payment: string | null; readonly stake: string | null }
  | { readonly kind: "transaction"; readonly txHash: string }
  | { readonly kind: "output"; readonly ref: OutRef }
  | { readonly kind: "policy"; readonly policy: string }
  | { readonly kind: "asset"; readonly unit: string };

/** Null for what is no pattern. */
export function readPattern(text: string): Pattern | null {
  if (text === "*") return { kind: "any", byronToo: true };
  return readCredentials(text) ?? readReference(text) ?? readAsset(text) ?? readAddress(text);
}

function readCredentials(text: string): Pattern | null {
  const parts = text.split("/");
  if (parts.length !== 2) return null;
  const [payment, stake] = parts.map((part) => (part === "*" ? null : part));
  if (payment === undefined || stake === undefined) return null;
  if (payment === null && stake === null) return { kind: "any", byronToo: false };
  const isHash = (part: string | null) => part === null || /^[0-9a-f]{56}$/.test(part);
  return isHash(payment) && isHash(stake) ? { kind: "credentials", payment, stake } : null;
}

function readReference(text: string): Pattern | null {
  const [, index, txHash] = /^(\*|\d{1,9})@([0-9a-f]{64})$/.exec(text) ?? [];
  if (index === undefined || txHash === undefined) return null;
  return index === "*" ? { kind: "transaction", txHash } : { kind: "output", ref: { txHash, index: Number(index) } };
}

function readAsset(text: string): Pattern | null {
  const [, policy, name] = /^([0-9a-f]{56})\.(\*|(?:[0-9a-f]{2}){0,32})$/.exec(text) ?? [];
  if (policy === undefined || name === undefined) return null;
  return name === "*" ? { kind: "policy", policy } : { kind: "asset", unit: policy + name };
}

function readAddress(text: string): Pattern | null {
  const address = /^([0-9a-f]{2}){29,}$/.test(text)
    ? addressFromBytes(Buffer.from(text, "hex"))
    : addressFromText(text);
  if (!address) return null;
  if (address.payment || address.byron) return { kind: "address", address };
  return address.stake ? { kind: "credentials", payment: null, stake: address.stake.hash } : null;
}

/** As Kupo writes it, whatever form it was given in: addresses in base 16. */
export function patternText(pattern: Pattern): string {
  switch (pattern.kind) {
    case "any":
      return pattern.byronToo ? "*" : "*/*";
    case "address":
      return toHex(pattern.address.bytes);
    case "credentials":
      return `${pattern.payment ?? "*"}/${pattern.stake ?? "*"}`;
    case "transaction":
      return `*@${pattern.txHash}`;
    case "output":
      return `${pattern.ref.index}@${pattern.ref.txHash}`;
    case "policy":
      return `${pattern.policy}.*`;
    case "asset":
      return `${pattern.unit.slice(0, 56)}.${pattern.unit.slice(56)}`;
  }
}

export function isMatch(pattern: Pattern, output: Output): boolean {
  switch (pattern.kind) {
    case "transaction":
      return output.ref.txHash === pattern.txHash;
    case "output":
      return output.ref.txHash === pattern.ref.txHash && output.ref.index === pattern.ref.index;
    case "policy":
      return [...output.assets.keys()].some((unit) => unit.startsWith(pattern.policy));
    case "asset":
      return output.assets.has(pattern.unit);
    default:
      return isAddressMatch(pattern, output.address);
  }
}

function isAddressMatch(pattern: Pattern, address: AddressInfo): boolean {
  if (pattern.kind === "any") return pattern.byronToo || !address.byron;
  if (pattern.kind === "address") return address.text === pattern.address.text;
  if (pattern.kind !== "credentials") return false;
  const { payment, stake } = pattern;
  return (
    (payment === null || address.payment?.hash === payment) &&
    (stake === null || address.stake?.hash === stake) &&
    !address.byron
  );
}

/** Whether all that `inner` matches is matched by `outer` (`GET /patterns/{pattern}`). */
export function includes(outer: Pattern, inner: Pattern): boolean {
  if (inner.kind === "address") return isAddressMatch(outer, inner.address);
  if (outer.kind === "any") return outer.byronToo || !(inner.kind === "any" && inner.byronToo);
  if (outer.kind === "credentials" && inner.kind === "credentials") {
    const isSame = (wide: string | null, narrow: string | null) => wide === null || wide === narrow;
    return isSame(outer.payment, inner.payment) && isSame(outer.stake, inner.stake);
  }
  if (outer.kind === "policy" && inner.kind === "asset") return inner.unit.startsWith(outer.policy);
  return patternText(outer) === patternText(inner);
}
