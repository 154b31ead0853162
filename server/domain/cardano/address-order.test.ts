import { bytesToHex } from "@noble/hashes/utils";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { compareText } from "../text-order";
import { addressKey, addressText } from "./address";
import { keyPrefix, sortByBytes } from "./address-order";

/** Many begin alike, for as far as a prefix reaches and beyond; some are the same, and some spelled in hex. */
const header = fc.constantFrom(0x00, 0x01, 0x20, 0x61);
const address = fc
  .tuple(header, fc.constantFrom(0, 3, 4, 5, 28), fc.uint8Array({ minLength: 56, maxLength: 56 }), fc.boolean())
  .map(([first, alike, rest, isHex]) => {
    const bytes = Uint8Array.from([first, ...rest.map((byte, at) => (at < alike ? 7 : byte % 4))]);
    const whole = bytes.slice(0, first < 0x60 ? 57 : 29);
    return isHex ? bytesToHex(whole) : addressText(whole);
  });

it("sorts as the keys do, and adds up what is one address in any spelling", () => {
  fc.assert(
    fc.property(fc.array(address, { maxLength: 40 }), (addresses) => {
      const rows = addresses.map((each, index) => ({ address: each, from: [index] }));
      const prefixes = addresses.map((each) => keyPrefix(addressKey(each)));
      const sorted = sortByBytes(rows, prefixes, (a, b) => ({ address: a.address, from: [...a.from, ...b.from] }));
      const keys = [...new Set(rows.map((row) => addressKey(row.address)))].sort(compareText);
      expect(sorted.map((row) => addressKey(row.address))).toEqual(keys);
      const placesOf = (key: string) =>
        rows.filter((row) => addressKey(row.address) === key).flatMap((row) => row.from);
      expect(sorted.map((row) => row.from)).toEqual(keys.map(placesOf));
    }),
    { numRuns: 500 },
  );
});

it("has room for keys that are shorter than what it looks at", () => {
  expect(["", "00", "0000", "00ff", "ff"].map(keyPrefix)).toEqual([0, 0, 0, 0x00ff00000, 0xff0000000]);
});
