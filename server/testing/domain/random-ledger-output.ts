import { blake2b } from "@noble/hashes/blake2";
import { bytesToHex, hexToBytes } from "@noble/hashes/utils";
import * as fc from "fast-check";
import type { LedgerOutput } from "@/server/domain/cardano/ledger-output";
import type { Writer } from "./ledger-cbor";

/* Random outputs: as they are written, and as what they say. Addresses are raw bytes in hex. */

export const hexOf = (least: number, most = least) =>
  fc.uint8Array({ minLength: least, maxLength: most }).map(bytesToHex);
export const anyLovelace = fc.oneof(fc.bigInt(0n, 30n), fc.bigInt(0n, 2n ** 64n - 1n));
export const anyTokens = (quantity: fc.Arbitrary<bigint>) =>
  fc.dictionary(hexOf(28), fc.dictionary(hexOf(0, 32), quantity, { maxKeys: 3 }), { maxKeys: 3 });
export type Tokens = Record<string, Record<string, bigint>>;

/** A base or enterprise address; some base addresses go on after their end. */
const address = fc.oneof(
  hexOf(56).map((hashes) => `01${hashes}`),
  hexOf(28).map((hash) => `60${hash}`),
  hexOf(57, 77).map((bytes) => `00${bytes}`),
);
const SCRIPT_KINDS = [0, 1, 2, 3] as const;
export const anyOutput = fc.record({
  address,
  lovelace: anyLovelace,
  tokens: fc.option(anyTokens(fc.oneof(fc.constant(0n), anyLovelace))),
  datum: fc.option(fc.record({ inline: fc.boolean(), hex: hexOf(32) })),
  script: fc.option(fc.record({ kind: fc.constantFrom(...SCRIPT_KINDS), hex: hexOf(28) })),
  isMap: fc.boolean(),
});
type Output = typeof anyOutput extends fc.Arbitrary<infer T> ? T : never;

export function writeTokens(w: Writer, held: Tokens): string {
  return w.map(
    Object.entries(held).map(([policy, names]) => [
      w.bytes(policy),
      w.map(Object.entries(names).map(([name, quantity]) => [w.bytes(name), w.int(quantity)])),
    ]),
  );
}

export function writeOutput(w: Writer, output: Output, isAlonzo: boolean): string {
  const { address, lovelace, tokens, datum, script } = output;
  const value = tokens ? w.list([w.int(lovelace), writeTokens(w, tokens)]) : w.int(lovelace);
  if (!isAlonzo) return w.list([w.bytes(address), value]);
  if (!output.isMap) return w.list([w.bytes(address), value, ...(datum ? [w.bytes(datum.hex)] : [])]);
  const option =
    datum && w.list([w.int(datum.inline ? 1 : 0), datum.inline ? w.embedded(datum.hex) : w.bytes(datum.hex)]);
  return w.map([
    ...(script ? [[w.int(3), w.embedded(w.list([w.int(script.kind), nativeOrCode(script)]))] as const] : []),
    [w.int(1), value],
    ...(option ? [[w.int(2), option] as const] : []),
    [w.int(0), w.bytes(address)],
  ]);
}

/** The native script that wants one key, or any code. */
function nativeOrCode({ kind, hex }: { kind: number; hex: string }): string {
  return kind === 0 ? `8200581c${hex}` : `581c${hex}`;
}

export function saidBy(output: Output, isAlonzo: boolean): LedgerOutput {
  const { address, lovelace, script } = output;
  const datum = isAlonzo ? output.datum : null;
  const isInline = output.isMap && (datum?.inline ?? false);
  return {
    address,
    lovelace,
    assets: flat(output.tokens),
    inlineDatum: isInline && datum ? datum.hex : null,
    datumHash: !isInline && datum ? datum.hex : null,
    referenceScriptHash: script && output.isMap && isAlonzo ? scriptHash(script) : null,
  };
}

function scriptHash({ kind, hex }: { kind: number; hex: string }): string {
  const hashed = kind === 0 ? nativeOrCode({ kind, hex }) : hex;
  return bytesToHex(blake2b(hexToBytes(`0${kind}${hashed}`), { dkLen: 28 }));
}

/** By unit, without what is none. */
export function flat(held: Tokens | null): Record<string, bigint> {
  const rows = Object.entries(held ?? {}).flatMap(([policy, names]) =>
    Object.entries(names).map(([name, quantity]) => [policy + name, quantity] as const),
  );
  return Object.fromEntries(rows.filter(([, quantity]) => quantity !== 0n));
}
