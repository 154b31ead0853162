import { encode } from "cborg";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CborError, type CborNode, readCbor } from "./cbor";
import { asInt, asList, fromHex, toHex } from "./cbor-shape";

/** Back to plain values, to compare with what another library encoded. */
function plain(node: CborNode): unknown {
  switch (node.type) {
    case "array":
      return node.items.map(plain);
    case "map":
      return new Map(node.entries.map(([key, value]) => [plain(key), plain(value)]));
    case "tag":
      return { tag: node.tag, item: plain(node.item) };
    default:
      // A long item may come as a Buffer, which vitest does not equate with other byte arrays.
      return node.value instanceof Uint8Array ? Uint8Array.from(node.value) : node.value;
  }
}

const leaf = fc.oneof(
  fc.bigInt({ min: -(2n ** 64n), max: 2n ** 64n - 1n }),
  fc.string({ unit: "grapheme" }),
  fc.uint8Array(),
  fc.boolean(),
  fc.constant(null),
);
const tree = fc.letrec((tie) => ({
  node: fc.oneof({ maxDepth: 4 }, leaf, fc.array(tie("node"), { maxLength: 4 })),
})).node;

describe("readCbor", () => {
  it("reads what another library wrote", () => {
    fc.assert(
      fc.property(tree, (value) => {
        expect(plain(readCbor(encode(value)))).toEqual(value);
      }),
    );
  });

  it("keeps the exact bytes of every item, canonical or not", () => {
    // [_ 1 in two bytes, (_ h'01', h'02'), {"a": 2}]
    const bytes = fromHex("9f18015f41014102ffa1616102ff");
    const items = asList(readCbor(bytes), "the test");
    expect(items.map((item) => toHex(item.raw))).toEqual(["1801", "5f41014102ff", "a1616102"]);
    expect(items.map(plain)).toEqual([1n, Uint8Array.of(1, 2), new Map([["a", 2n]])]);
  });

  it("reads bignums as integers", () => {
    expect(asInt(readCbor(fromHex("c249010000000000000000")), "n")).toBe(2n ** 64n);
    expect(asInt(readCbor(fromHex("c349010000000000000000")), "n")).toBe(-(2n ** 64n) - 1n);
  });

  it.each([
    ["", "ends in the middle"],
    ["83", "longer than the input"],
    ["5a7fffffff00", "longer than the input"],
    ["0000", "left over"],
    ["1c", "reserved"],
    ["ff", "end marker"],
    ["81".repeat(600), "nested deeper"],
  ])("refuses %s", (hex, message) => {
    expect(() => readCbor(fromHex(hex))).toThrow(new RegExp(message));
    expect(() => readCbor(fromHex(hex))).toThrow(CborError);
  });
});
