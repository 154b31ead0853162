import { bytesToHex } from "@noble/hashes/utils";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hashOf, key, script } from "@/server/testing/domain/fixtures";
import { addressToBytes, makeAddress } from "../cardano/address";
import { playerNamedAt } from "../second-calculation/datum-cursor";
import { datumItemAt, identityNamedBy } from "./datum-field";

function playerAt(hex: string, path: readonly number[]) {
  const item = datumItemAt(hex, path);
  return item && identityNamedBy(item);
}

const HASH = hashOf(0xbeef);
const bytes28 = `581c${HASH}`;

describe("reading a player from a datum", () => {
  it.each([
    ["a key hash as the whole datum", bytes28, []],
    ["in a constructor of definite length", `d87982${"01"}${bytes28}`, [1]],
    ["in a constructor of indefinite length", `d8799f01${bytes28}ff`, [1]],
    ["in a later constructor (tag 1280)", `d9050081${bytes28}`, [0]],
    ["in the long form of a constructor (tag 102)", `d8668218c881${bytes28}`, [0]],
    ["in a list in a constructor", `d8799f9f0102${bytes28}ffff`, [0, 2]],
    ["after a map, a big integer and a long chunked text", `d87984a10102c24201005f41aa41bbff${bytes28}`, [3]],
    ["in chunks itself", `d8799f5f4e${HASH.slice(0, 28)}4e${HASH.slice(28)}ffff`, [0]],
  ])("%s", (_, hex, path) => {
    expect(playerAt(hex, path)).toBe(`key:${HASH}`);
  });

  it("reads addresses, raw and as contracts write them", () => {
    const raw = (address: string) => {
      const bytes = bytesToHex(addressToBytes(address));
      return `58${(bytes.length / 2).toString(16)}${bytes}`;
    };
    expect(playerAt(raw(makeAddress(0, key(1), key(2))), [])).toBe(`key:${hashOf(2)}`);
    expect(playerAt(raw(makeAddress(0, key(1), null)), [])).toBe(`key:${hashOf(1)}`);
    const credential = (tag: string, hash: string) => `${tag}81581c${hash}`;
    const payment = credential("d879", hashOf(1));
    expect(playerAt(`d87982${payment}d87a80`, [])).toBe(`key:${hashOf(1)}`);
    expect(playerAt(`d87982${payment}d87981d87981${credential("d879", hashOf(2))}`, [])).toBe(`key:${hashOf(2)}`);
    expect(playerAt(`d87982${payment}d87981d87981${credential("d87a", hashOf(2))}`, [])).toBe(`script:${hashOf(2)}`);
    expect(playerAt(raw(makeAddress(0, key(1), script(2))), [])).toBe(`script:${hashOf(2)}`);
  });

  it.each([
    ["a number", "01", []],
    ["too short a hash", `581b${"00".repeat(27)}`, []],
    ["a number written as bytes", `c2${bytes28}`, []],
    ["a path past the end", `d87981${bytes28}`, [1]],
    ["a path into bytes", `d87981${bytes28}`, [0, 0]],
    ["a path into a map", `a100${bytes28}`, [0]],
    ["a datum cut off", `d8799f${bytes28}`, [0]],
    ["something after the datum", `${bytes28}00`, []],
  ])("names nobody by %s", (_, hex, path) => {
    expect(playerAt(hex, path)).toBeNull();
    expect(playerNamedAt(hex, path)).toBeNull();
  });

  it("reads a datum nested as deep as a transaction can hold", () => {
    const depth = 16_000;
    const hex = `d87982${"81".repeat(depth)}01${bytes28}`;
    expect(playerAt(hex, [1])).toBe(`key:${HASH}`);
    expect(playerNamedAt(hex, [1])).toBe(`key:${HASH}`);
  });
});

/** CBOR of random Plutus data, in random spellings. */
const data: fc.Arbitrary<string> = fc.letrec<{ data: string }>((tie) => {
  const many = fc.array(tie("data"), { maxLength: 4 });
  const list = fc
    .tuple(many, fc.boolean())
    .map(([items, open]) => (open ? `9f${items.join("")}ff` : `8${items.length}${items.join("")}`));
  const byte = (length: number) => fc.uint8Array({ minLength: length, maxLength: length }).map(bytesToHex);
  return {
    data: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.constantFrom("00", "1818", "20", "1b00ffffffffffffff", "c24101", "c35f4101ff"),
      byte(28).map((hex) => `581c${hex}`),
      byte(3).map((hex) => `43${hex}`),
      fc.tuple(byte(20), byte(8)).map(([a, b]) => `5f54${a}48${b}ff`),
      list,
      list.map((items) => `d87a${items}`),
      list.map((items) => `d86682186e${items}`),
      fc.tuple(tie("data"), tie("data")).map(([name, value]) => `a1${name}${value}`),
      fc.tuple(byte(28), byte(28)).map(([a, b]) => `d8799fd87981581c${a}d87981d87981d87981581c${b}ff`),
    ),
  };
}).data;

it("both calculations read the same player from any datum", () => {
  fc.assert(
    fc.property(data, fc.array(fc.nat(3), { maxLength: 3 }), (hex, path) => {
      expect(playerNamedAt(hex, path)).toBe(playerAt(hex, path));
    }),
    { numRuns: 1000 },
  );
});
