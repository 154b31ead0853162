import { bytesToHex } from "@noble/hashes/utils";
import { arrayOf, fieldsByKey, splitCbor } from "../cardano/cbor-shape";
import { fromHex } from "../cardano/hex-bytes";
import { type CborItem, mapValue, readCbor } from "../cardano/read-cbor";
import { blake2b256 } from "../hash";
import type { Hex } from "../units";

const WITNESS_DATUMS = 4n;
const ALONZO_AUXILIARY = 259n;
/** Where jpg.store's begin: each label has 64 characters, and each datum ends with a comma. */
const FIRST_LABEL = 50n;

/**
 * Datums that a transaction brings along, by their hashes: those in its witnesses, and those that a marketplace writes
 * into the metadata as hexadecimal text. Each is told by the hash of its own bytes, so a false one is nobody's. But
 * that one is missing proves nothing: the transaction's id covers witnesses not at all and metadata by a hash that
 * nobody compares yet, so whoever told the bytes may have left it out. No calculation may go by that. What cannot be
 * read has none.
 */
export function datumsIn(transaction: Uint8Array): ReadonlyMap<Hex, Hex> {
  const datums = new Map<Hex, Hex>();
  for (const read of [witnessed, inMetadata]) {
    try {
      for (const datum of read(transaction)) datums.set(bytesToHex(blake2b256(datum)), bytesToHex(datum));
    } catch {
      // Nested too deeply, or no such part.
    }
  }
  return datums;
}

function partOf(transaction: Uint8Array, at: 1 | 3): Uint8Array {
  return splitCbor(transaction, 4, "the transaction")[at] ?? new Uint8Array();
}

function witnessed(transaction: Uint8Array): Uint8Array[] {
  const bytes = partOf(transaction, 1);
  const fields = fieldsByKey(readCbor(bytes), "the witness set");
  return arrayOf(fields.get(WITNESS_DATUMS), "the datums", true).map(({ start, end }) => bytes.subarray(start, end));
}

function inMetadata(transaction: Uint8Array): Uint8Array[] {
  const texts = new Map<bigint, string>();
  for (const [label, value] of metadataOf(readCbor(partOf(transaction, 3)))) {
    if (label.kind === "int" && value.kind === "text") texts.set(label.value, value.value);
  }
  let text = "";
  for (let label = FIRST_LABEL; texts.has(label); label++) text += texts.get(label);
  return text.split(",").map(fromHex);
}

/** A map; since Allegra in a list with scripts, or since Alonzo under 0 in a tagged map. */
function metadataOf(auxiliary: CborItem): readonly (readonly [CborItem, CborItem])[] {
  const isAlonzo = auxiliary.kind === "tag" && auxiliary.tag === ALONZO_AUXILIARY;
  const metadata = isAlonzo
    ? mapValue(auxiliary.item, 0n)
    : auxiliary.kind === "array"
      ? auxiliary.items[0]
      : auxiliary;
  return metadata?.kind === "map" ? metadata.entries : [];
}
