import { fromHex } from "./cbor-shape";
import type { OutRef } from "./types";

/* The CBOR that the devnet writes itself: outputs and UTxO maps for the ledger. */

export function encodeUtxoMap(entries: readonly { ref: OutRef; raw: Uint8Array }[]): Uint8Array {
  const parts = entries.flatMap(({ ref, raw }) => [array(bytes(fromHex(ref.txHash)), uint(BigInt(ref.index))), raw]);
  // Not as arguments of a call: of a large chain they are too many.
  return Uint8Array.from(Buffer.concat([head(5, BigInt(entries.length)), ...parts]));
}

export type OutputParts = {
  readonly address: Uint8Array;
  readonly lovelace: bigint;
  readonly assets: ReadonlyMap<string, bigint>;
  readonly datumHash?: string;
  readonly inlineDatum?: Uint8Array;
  /** The ledger's script language number and the script's bytes (wrapped once). */
  readonly script?: { readonly language: number; readonly bytes: Uint8Array };
};

/** A Babbage output map. */
export function encodeOutput(parts: OutputParts): Uint8Array {
  const fields: Uint8Array[][] = [
    [uint(0n), bytes(parts.address)],
    [uint(1n), encodeValue(parts.lovelace, parts.assets)],
  ];
  if (parts.inlineDatum) fields.push([uint(2n), array(uint(1n), tag(24n, bytes(parts.inlineDatum)))]);
  else if (parts.datumHash) fields.push([uint(2n), array(uint(0n), bytes(fromHex(parts.datumHash)))]);
  if (parts.script) {
    const { language, bytes: body } = parts.script;
    fields.push([uint(3n), tag(24n, bytes(array(uint(BigInt(language)), language === 0 ? body : bytes(body))))]);
  }
  return concat(head(5, BigInt(fields.length)), ...fields.flat());
}

function encodeValue(lovelace: bigint, assets: ReadonlyMap<string, bigint>): Uint8Array {
  return assets.size === 0 ? uint(lovelace) : array(uint(lovelace), encodeAssets(assets));
}

function encodeAssets(assets: ReadonlyMap<string, bigint>): Uint8Array {
  const policies = new Map<string, Uint8Array[]>();
  for (const [unit, quantity] of assets) {
    const policy = unit.slice(0, 56);
    const entry = concat(bytes(fromHex(unit.slice(56))), uint(quantity));
    policies.set(policy, [...(policies.get(policy) ?? []), entry]);
  }
  const parts = [...policies].map(([policy, names]) =>
    concat(bytes(fromHex(policy)), head(5, BigInt(names.length)), ...names),
  );
  return concat(head(5, BigInt(parts.length)), ...parts);
}

function uint(value: bigint): Uint8Array {
  if (value < 0n) throw new Error(`cannot write the negative number ${value} here`);
  return head(0, value);
}

function bytes(value: Uint8Array): Uint8Array {
  return concat(head(2, BigInt(value.length)), value);
}

function array(...items: Uint8Array[]): Uint8Array {
  return concat(head(4, BigInt(items.length)), ...items);
}

function tag(number: bigint, item: Uint8Array): Uint8Array {
  return concat(head(6, number), item);
}

function head(major: number, argument: bigint): Uint8Array {
  const first = major << 5;
  if (argument < 24n) return Uint8Array.of(first | Number(argument));
  const size = argument < 0x100n ? 1 : argument < 0x10000n ? 2 : argument < 0x100000000n ? 4 : 8;
  const result = new Uint8Array(1 + size);
  result[0] = first | (24 + Math.log2(size));
  for (let i = size, rest = argument; i > 0; i--, rest >>= 8n) result[i] = Number(rest & 0xffn);
  return result;
}

function concat(...parts: Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}

/** The body of a plain payment: inputs, outputs (already encoded) and fee. */
export function encodePaymentBody(
  inputs: readonly OutRef[],
  outputs: readonly Uint8Array[],
  feeLovelace: bigint,
): Uint8Array {
  const refs = inputs.map((ref) => array(bytes(fromHex(ref.txHash)), uint(BigInt(ref.index))));
  return concat(head(5, 3n), uint(0n), array(...refs), uint(1n), array(...outputs), uint(2n), uint(feeLovelace));
}

/** A transaction that spends nothing and mints what its output holds. */
export function encodeGenesisTransaction(output: Uint8Array, assets: ReadonlyMap<string, bigint>) {
  const fields = [uint(0n), array(), uint(1n), array(output), uint(2n), uint(0n)];
  if (assets.size > 0) fields.push(uint(9n), encodeAssets(assets));
  const body = concat(head(5, BigInt(fields.length / 2)), ...fields);
  return { body, bytes: array(body, head(5, 0n), Uint8Array.of(0xf5), Uint8Array.of(0xf6)) };
}

/** A transaction with one key witness. */
export function encodeSignedTransaction(body: Uint8Array, publicKey: Uint8Array, signature: Uint8Array): Uint8Array {
  const witnesses = concat(head(5, 1n), uint(0n), array(array(bytes(publicKey), bytes(signature))));
  const isValid = Uint8Array.of(0xf5);
  const noAuxiliaryData = Uint8Array.of(0xf6);
  return array(body, witnesses, isValid, noAuxiliaryData);
}
