import { CborError, type CborNode } from "./cbor";

/* Readers of expected shapes. `what` names the item for the error. */

export function asInt(node: CborNode | undefined, what: string): bigint {
  if (node?.type === "int") return node.value;
  // Amounts and Plutus integers may come as bignums (tags 2 and 3).
  if (node?.type === "tag" && (node.tag === 2 || node.tag === 3) && node.item.type === "bytes") {
    const magnitude = BigInt(`0x${toHex(node.item.value) || "0"}`);
    return node.tag === 2 ? magnitude : -1n - magnitude;
  }
  throw shapeError(what, "an integer", node);
}

export function asBytes(node: CborNode | undefined, what: string): Uint8Array {
  if (node?.type !== "bytes") throw shapeError(what, "a byte string", node);
  return node.value;
}

export function asHex(node: CborNode | undefined, what: string): string {
  return toHex(asBytes(node, what));
}

/** An array, or a set as Conway writes it (tag 258 around an array). */
export function asList(node: CborNode | undefined, what: string): readonly CborNode[] {
  if (node?.type === "tag" && node.tag === 258) return asList(node.item, what);
  if (node?.type !== "array") throw shapeError(what, "a list", node);
  return node.items;
}

export function asMap(node: CborNode | undefined, what: string): readonly (readonly [CborNode, CborNode])[] {
  if (node?.type !== "map") throw shapeError(what, "a map", node);
  return node.entries;
}

/** A map with small integer keys, such as transaction bodies and witness sets. */
export function asFields(node: CborNode | undefined, what: string): ReadonlyMap<number, CborNode> {
  return new Map(asMap(node, what).map(([key, value]) => [Number(asInt(key, `a key of ${what}`)), value]));
}

export function isNull(node: CborNode | undefined): boolean {
  return node === undefined || (node.type === "simple" && node.value === null);
}

export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("hex");
}

/** Lower- or upper-case hexadecimal of whole bytes. Throws on anything else. */
export function fromHex(hex: string): Uint8Array {
  if (!/^([0-9a-f]{2})*$/i.test(hex)) throw new CborError("not hexadecimal text of whole bytes");
  return Uint8Array.from(Buffer.from(hex, "hex"));
}

function shapeError(what: string, expected: string, node: CborNode | undefined): CborError {
  return new CborError(`${what} should be ${expected}, but it is ${node ? node.type : "missing"}`);
}
