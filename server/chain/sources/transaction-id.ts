import { blake2b } from "@noble/hashes/blake2";
import { bytesToHex } from "@noble/hashes/utils";
import type { Hex } from "@/server/domain/units";

/**
 * The id of a serialised transaction: blake2b-256 of the exact bytes of its body, which is the first item of
 * the array (ledger CDDL, "transaction"). The bytes are never decoded and encoded again: another encoding of
 * the same body would have another id. Throws on bytes that are not a CBOR array with a map first.
 */
export function transactionId(tx: Uint8Array): Hex {
  const view = new DataView(tx.buffer, tx.byteOffset, tx.byteLength);
  if (tx.length < 2 || majorType(view, 0) !== 4) throw new Error("a transaction is a CBOR array; this is none");
  const { next: bodyStart } = readHead(view, 0);
  if (majorType(view, bodyStart) !== 5) throw new Error("a transaction's body is a CBOR map; this is none");
  const bodyEnd = skipItem(view, bodyStart, 0);
  return bytesToHex(blake2b(tx.subarray(bodyStart, bodyEnd), { dkLen: 32 }));
}

const MAX_DEPTH = 256;
const BREAK = 0xff;

function majorType(view: DataView, offset: number): number {
  return view.getUint8(offset) >> 5;
}

/** The argument of a data item's head and where its content begins (RFC 8949, 3). -1: indefinite length. */
function readHead(view: DataView, offset: number): { argument: number; next: number } {
  const low = view.getUint8(offset) & 0x1f;
  if (low < 24) return { argument: low, next: offset + 1 };
  if (low === 24) return { argument: view.getUint8(offset + 1), next: offset + 2 };
  if (low === 25) return { argument: view.getUint16(offset + 1), next: offset + 3 };
  if (low === 26) return { argument: view.getUint32(offset + 1), next: offset + 5 };
  if (low === 27) return { argument: Number(view.getBigUint64(offset + 1)), next: offset + 9 };
  if (low === 31) return { argument: -1, next: offset + 1 };
  throw new Error(`byte ${offset} is no CBOR`);
}

function skipItem(view: DataView, offset: number, depth: number): number {
  if (depth > MAX_DEPTH) throw new Error("CBOR is nested too deeply");
  const major = majorType(view, offset);
  const { argument, next } = readHead(view, offset);
  if (major === 0 || major === 1 || major === 7) return next;
  if (major === 6) return skipItem(view, next, depth + 1);
  if (argument < 0) return skipUntilBreak(view, next, depth);
  if (major === 2 || major === 3) {
    if (next + argument > view.byteLength) throw new Error("CBOR is cut off");
    return next + argument;
  }
  let end = next;
  for (let left = major === 5 ? 2 * argument : argument; left > 0; left--) end = skipItem(view, end, depth + 1);
  return end;
}

function skipUntilBreak(view: DataView, start: number, depth: number): number {
  let end = start;
  while (view.getUint8(end) !== BREAK) end = skipItem(view, end, depth + 1);
  return end + 1;
}
