/*
 * The states that were seen, numbered as they came: their bytes one after the other, found by a hash table that
 * compares all bytes. Two states are never taken for one because their hashes are equal.
 */
export class Seen {
  count = 0;
  private bytes = new Uint8Array(1 << 16);
  /** Where each state's bytes begin; one more, where the last ends. */
  private starts = new Uint32Array(1 << 12);
  private hashes = new Int32Array(1 << 12);
  /** Numbers of states, plus 1. */
  private slots = new Int32Array(1 << 14);

  /** The number of a state with these bytes; a new one is the old `count`. */
  add(state: Uint8Array, length: number): number {
    const hash = hashOf(state, length);
    let slot = hash & (this.slots.length - 1);
    for (let known = this.slots[slot]; known; known = this.slots[slot]) {
      if (this.hashes[known - 1] === hash && this.equals(known - 1, state, length)) return known - 1;
      slot = (slot + 1) & (this.slots.length - 1);
    }
    this.slots[slot] = this.count + 1;
    this.append(state, length, hash);
    if (this.count * 2 > this.slots.length) this.rehash();
    return this.count - 1;
  }

  bytesOf(state: number): Uint8Array {
    return this.bytes.subarray(this.starts[state], this.starts[state + 1]);
  }

  private append(state: Uint8Array, length: number, hash: number): void {
    const start = this.starts[this.count] ?? 0;
    while (start + length > this.bytes.length) this.bytes = grown(this.bytes, Uint8Array);
    if (this.count + 2 > this.starts.length) this.starts = grown(this.starts, Uint32Array);
    if (this.count + 1 > this.hashes.length) this.hashes = grown(this.hashes, Int32Array);
    for (let at = 0; at < length; at++) this.bytes[start + at] = state[at] ?? 0;
    this.hashes[this.count] = hash;
    this.starts[++this.count] = start + length;
  }

  private equals(known: number, state: Uint8Array, length: number): boolean {
    const start = this.starts[known] ?? 0;
    if ((this.starts[known + 1] ?? 0) - start !== length) return false;
    for (let at = 0; at < length; at++) if (this.bytes[start + at] !== state[at]) return false;
    return true;
  }

  private rehash(): void {
    this.slots = new Int32Array(this.slots.length * 2);
    for (let state = 0; state < this.count; state++) {
      let slot = (this.hashes[state] ?? 0) & (this.slots.length - 1);
      while (this.slots[slot]) slot = (slot + 1) & (this.slots.length - 1);
      this.slots[slot] = state + 1;
    }
  }
}

/** A list of whole numbers that takes four bytes for each. */
export class Numbers {
  length = 0;
  private values = new Int32Array(1 << 12);

  push(value: number): void {
    if (this.length === this.values.length) this.values = grown(this.values, Int32Array);
    this.values[this.length++] = value;
  }

  at(index: number): number {
    return this.values[index] ?? 0;
  }

  set(index: number, value: number): void {
    this.values[index] = value;
  }
}

type Typed = Uint8Array | Uint32Array | Int32Array;

function grown<T extends Typed>(values: T, Kind: new (length: number) => T): T {
  const larger = new Kind(values.length * 2);
  larger.set(values);
  return larger;
}

/** FNV-1a over the bytes, mixed once more so that the low bits depend on all of them. */
function hashOf(bytes: Uint8Array, length: number): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < length; at++) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}
