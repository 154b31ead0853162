/**
 * A CBOR reader (RFC 8949) that keeps the exact bytes of every item. The ledger hashes the received bytes, not a
 * re-encoding, so ids of transactions, datums and scripts must come from `raw`.
 */
export type CborNode =
  | { readonly type: "int"; readonly value: bigint; readonly raw: Uint8Array }
  | { readonly type: "bytes"; readonly value: Uint8Array; readonly raw: Uint8Array }
  | { readonly type: "text"; readonly value: string; readonly raw: Uint8Array }
  | { readonly type: "array"; readonly items: readonly CborNode[]; readonly raw: Uint8Array }
  | {
      readonly type: "map";
      readonly entries: readonly (readonly [CborNode, CborNode])[];
      readonly raw: Uint8Array;
    }
  | { readonly type: "tag"; readonly tag: number; readonly item: CborNode; readonly raw: Uint8Array }
  | { readonly type: "simple"; readonly value: boolean | null | number; readonly raw: Uint8Array };

/** The bytes are not CBOR, or not of the requested shape. */
export class CborError extends Error {}

const MAX_DEPTH = 512;

/** Reads exactly one item that fills all of `bytes`. Throws `CborError`. */
export function readCbor(bytes: Uint8Array): CborNode {
  const reader = new Reader(bytes);
  const node = reader.item(0);
  if (reader.position !== bytes.length) {
    throw new CborError(`${bytes.length - reader.position} bytes are left over after the CBOR item`);
  }
  return node;
}

type Head = { major: number; info: number; argument: bigint };

class Reader {
  position = 0;
  private readonly view: DataView;

  constructor(private readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  item(depth: number): CborNode {
    if (depth > MAX_DEPTH) throw new CborError(`CBOR is nested deeper than ${MAX_DEPTH} levels`);
    const start = this.position;
    const head = this.head();
    const raw = () => this.bytes.subarray(start, this.position);
    switch (head.major) {
      case 0:
        return { type: "int", value: head.argument, raw: raw() };
      case 1:
        return { type: "int", value: -1n - head.argument, raw: raw() };
      case 2: {
        const value = this.byteString(head, 2);
        return { type: "bytes", value, raw: raw() };
      }
      case 3: {
        const value = new TextDecoder("utf-8", { fatal: true }).decode(this.byteString(head, 3));
        return { type: "text", value, raw: raw() };
      }
      case 4: {
        const items = this.sequence(head, () => this.item(depth + 1));
        return { type: "array", items, raw: raw() };
      }
      case 5: {
        const entries = this.sequence(head, () => [this.item(depth + 1), this.item(depth + 1)] as const);
        return { type: "map", entries, raw: raw() };
      }
      case 6: {
        const item = this.item(depth + 1);
        return { type: "tag", tag: Number(head.argument), item, raw: raw() };
      }
      default:
        return { type: "simple", value: this.simple(head), raw: raw() };
    }
  }

  private head(): Head {
    const first = this.byte();
    const major = first >> 5;
    const info = first & 0x1f;
    if (info < 24) return { major, info, argument: BigInt(info) };
    if (info === 31) return { major, info, argument: 0n };
    const size = { 24: 1, 25: 2, 26: 4, 27: 8 }[info];
    if (size === undefined) throw new CborError(`byte ${this.position - 1}: reserved additional information ${info}`);
    let argument = 0n;
    for (let i = 0; i < size; i++) argument = (argument << 8n) | BigInt(this.byte());
    return { major, info, argument };
  }

  private byte(): number {
    if (this.position >= this.bytes.length) throw new CborError("CBOR ends in the middle of an item");
    return this.view.getUint8(this.position++);
  }

  private byteString(head: Head, major: number): Uint8Array {
    if (head.info !== 31) return this.take(head.argument);
    const chunks: Uint8Array[] = [];
    while (!this.atBreak()) {
      const chunk = this.head();
      if (chunk.major !== major || chunk.info === 31) throw new CborError("a chunk of a string is not a string");
      chunks.push(this.take(chunk.argument));
    }
    return Uint8Array.from(Buffer.concat(chunks));
  }

  private take(length: bigint): Uint8Array {
    const end = BigInt(this.position) + length;
    if (end > BigInt(this.bytes.length)) throw new CborError("a CBOR string is longer than the input");
    const slice = this.bytes.subarray(this.position, Number(end));
    this.position = Number(end);
    return slice;
  }

  private sequence<T>(head: Head, next: () => T): T[] {
    const items: T[] = [];
    if (head.info === 31) {
      while (!this.atBreak()) items.push(next());
      return items;
    }
    // Every item takes at least a byte. A greater length is false and must not cost memory.
    if (head.argument > BigInt(this.bytes.length)) throw new CborError("a CBOR list is longer than the input");
    for (let i = 0n; i < head.argument; i++) items.push(next());
    return items;
  }

  private atBreak(): boolean {
    if (this.bytes[this.position] !== 0xff) return false;
    this.position++;
    return true;
  }

  private simple(head: Head): boolean | null | number {
    if (head.info === 20) return false;
    if (head.info === 21) return true;
    if (head.info === 31) throw new CborError("an end marker where an item was expected");
    if (head.info === 22 || head.info === 23) return null;
    return Number(head.argument);
  }
}
