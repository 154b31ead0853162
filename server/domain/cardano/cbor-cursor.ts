import { concatBytes } from "@noble/hashes/utils";

/* The pieces of CBOR (RFC 8949) that hold no others: lengths, numbers, strings. See read-cbor.ts. */

const BREAK = 0xff;
const INDEFINITE = 31;

/** Reads from the bytes in order. Throws where they are malformed, naming the place. */
export class CborCursor {
  at = 0;
  constructor(private readonly bytes: Uint8Array) {}

  get left(): number {
    return this.bytes.length - this.at;
  }

  /** Steps over the break that ends an item of indefinite length, if it is next. */
  takeBreak(): boolean {
    if (this.bytes[this.at] !== BREAK) return false;
    this.at += 1;
    return true;
  }

  /** Whether a list or map has ended of which `left` items were to come, or any number until a break. */
  isOver(left: number): boolean {
    return left === Number.POSITIVE_INFINITY ? this.takeBreak() : left === 0;
  }

  /** Steps over one item, however deeply nested, without looking at what it says. */
  skip(): void {
    const outer: number[] = [];
    let left = 1;
    for (;;) {
      while (this.isOver(left)) {
        const next = outer.pop();
        if (next === undefined) return;
        left = next;
      }
      const first = this.byte();
      const major = first >> 5;
      const info = first & 31;
      if (major !== 6) left -= 1;
      if (major < 2 || major === 6) this.size(info);
      else if (major < 4) this.skipString(major, info);
      else if (major === 7) this.simple(info, this.at - 1);
      else {
        outer.push(left);
        left = this.count(info) * (major === 5 ? 2 : 1);
      }
    }
  }

  byte(): number {
    const value = this.bytes[this.at];
    if (value === undefined) throw new Error(`CBOR: ends too early, at byte ${this.at}`);
    this.at += 1;
    return value;
  }

  private step(length: number): void {
    if (this.at + length > this.bytes.length) throw new Error(`CBOR: ends too early, at byte ${this.at}`);
    this.at += length;
  }

  private take(length: number): Uint8Array {
    this.step(length);
    return this.bytes.subarray(this.at - length, this.at);
  }

  argument(info: number): bigint {
    if (info !== 27) return BigInt(this.size(info));
    const high = this.size(26);
    return (BigInt(high) << 32n) | BigInt(this.size(26));
  }

  /** The argument as a number: exact as far as lengths go. */
  private size(info: number): number {
    if (info < 24) return info;
    if (info > 27) throw new Error(`CBOR: no such length (${info}) at byte ${this.at - 1}`);
    let value = 0;
    for (let left = 1 << (info - 24); left > 0; left -= 1) value = value * 256 + this.byte();
    return value;
  }

  /** How many items follow; any number until a break where the length is indefinite. */
  count(info: number): number {
    return info === INDEFINITE ? Number.POSITIVE_INFINITY : this.length(info);
  }

  private length(info: number): number {
    const value = this.size(info);
    if (value > this.bytes.length) throw new Error(`CBOR: a length of ${value} at byte ${this.at}`);
    return value;
  }

  string(major: number, info: number): Uint8Array {
    if (info !== INDEFINITE) return this.take(this.length(info));
    const chunks: Uint8Array[] = [];
    for (let next = this.chunk(major); next !== null; next = this.chunk(major)) chunks.push(this.take(next));
    return concatBytes(...chunks);
  }

  private skipString(major: number, info: number): void {
    if (info !== INDEFINITE) this.step(this.length(info));
    else for (let next = this.chunk(major); next !== null; next = this.chunk(major)) this.step(next);
  }

  /** How long the next chunk of a string of indefinite length is; null after the last. */
  private chunk(major: number): number | null {
    const first = this.byte();
    if (first === BREAK) return null;
    if (first >> 5 === major && (first & 31) !== INDEFINITE) return this.length(first & 31);
    throw new Error(`CBOR: a wrong chunk in a string at byte ${this.at - 1}`);
  }

  simple(info: number, start: number): boolean | null {
    if (info === 20 || info === 21) return info === 21;
    if (info === 22) return null;
    throw new Error(`CBOR: an item that Cardano does not use, at byte ${start}`);
  }
}
