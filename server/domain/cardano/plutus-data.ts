import { bytesToHex, hexToBytes } from "@noble/hashes/utils";
import type { Hex } from "../units";
import { type CborItem, readCbor } from "./read-cbor";
import { cborBytes, cborHead } from "./write-cbor";

/*
 * Plutus data and its bytes exactly as the ledger's `serialiseData` writes them (plutus-core,
 * PlutusCore.Data: encodeData): hashes made here must equal hashes made by the script.
 */

/** Integers are bigint, byte strings lower-case hex, lists arrays. */
export type PlutusData = bigint | Hex | readonly PlutusData[] | PlutusConstr | PlutusMap;
export type PlutusConstr = { readonly constr: number; readonly fields: readonly PlutusData[] };
/** Entries in the order in which they are encoded. */
export type PlutusMap = { readonly pairs: readonly (readonly [PlutusData, PlutusData])[] };

const CHUNK_HEX_DIGITS = 128;
const UINT64_LIMIT = 1n << 64n;

export function constr(index: number, ...fields: PlutusData[]): PlutusConstr {
  return { constr: index, fields };
}

/** Lists and fields of indefinite length unless empty, maps definite, byte strings in chunks of 64 bytes. */
export function serialiseData(data: PlutusData): Hex {
  if (typeof data === "bigint") return serialiseInteger(data);
  if (typeof data === "string") return serialiseBytes(data);
  if ("pairs" in data) {
    const entries = data.pairs.map(([key, value]) => serialiseData(key) + serialiseData(value));
    return cborHead(5, BigInt(data.pairs.length)) + entries.join("");
  }
  if ("constr" in data) return constrHead(data.constr) + serialiseList(data.fields);
  return serialiseList(data);
}

function serialiseList(items: readonly PlutusData[]): Hex {
  if (items.length === 0) return "80";
  return `9f${items.map(serialiseData).join("")}ff`;
}

function serialiseBytes(hex: Hex): Hex {
  if (!/^([0-9a-f]{2})*$/.test(hex)) throw new Error(`not lower-case hexadecimal: "${hex}"`);
  if (hex.length <= CHUNK_HEX_DIGITS) return cborBytes(hex);
  const chunks = hex.match(new RegExp(`.{1,${CHUNK_HEX_DIGITS}}`, "g")) ?? [];
  return `5f${chunks.map(cborBytes).join("")}ff`;
}

function serialiseInteger(value: bigint): Hex {
  const negative = value < 0n;
  const magnitude = negative ? -1n - value : value;
  if (magnitude < UINT64_LIMIT) return cborHead(negative ? 1 : 0, magnitude);
  const digits = magnitude.toString(16);
  return (negative ? "c3" : "c2") + serialiseBytes(digits.length % 2 === 0 ? digits : `0${digits}`);
}

function constrHead(index: number): Hex {
  if (index < 7) return cborHead(6, BigInt(121 + index));
  if (index < 128) return cborHead(6, BigInt(1280 + index - 7));
  return `d86682${cborHead(0, BigInt(index))}`;
}

/** Reads any encoding of Plutus data, canonical or not. Throws on what is none. */
export function parseData(cbor: Hex): PlutusData {
  return dataOfItem(readCbor(hexToBytes(cbor)));
}

export function dataOfItem(item: CborItem): PlutusData {
  switch (item.kind) {
    case "int":
      return item.value;
    case "bytes":
      return bytesToHex(item.value);
    case "array":
      return item.items.map(dataOfItem);
    case "map":
      return { pairs: item.entries.map(([key, value]) => [dataOfItem(key), dataOfItem(value)] as const) };
    case "tag":
      return dataOfTag(item.tag, item.item);
    default:
      throw new Error(`Plutus data: a ${item.kind} at byte ${item.start}`);
  }
}

function dataOfTag(tag: bigint, item: CborItem): PlutusData {
  if ((tag === 2n || tag === 3n) && item.kind === "bytes") {
    const magnitude = BigInt(`0x0${bytesToHex(item.value)}`);
    return tag === 2n ? magnitude : -1n - magnitude;
  }
  if (item.kind === "array") {
    if (tag >= 121n && tag < 128n) return { constr: Number(tag - 121n), fields: item.items.map(dataOfItem) };
    if (tag >= 1280n && tag < 1401n) {
      return { constr: Number(tag - 1273n), fields: item.items.map(dataOfItem) };
    }
    const [index, fields] = item.items;
    if (tag === 102n && item.items.length === 2 && index?.kind === "int" && fields?.kind === "array") {
      return { constr: Number(index.value), fields: fields.items.map(dataOfItem) };
    }
  }
  throw new Error(`Plutus data: tag ${tag} at byte ${item.start}`);
}
