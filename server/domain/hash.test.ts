import { blake2b } from "@noble/hashes/blake2";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { blake2b224, blake2b256, blake2b256Prefixed } from "./hash";

const parts = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 5 });

it("gives what another implementation gives, whatever the parts and their borders", () => {
  fc.assert(
    fc.property(parts, (given) => {
      const whole = Uint8Array.from(given.flatMap((part) => [...part]));
      expect(blake2b256(...given)).toEqual(blake2b(whole, { dkLen: 32 }));
      expect(blake2b224(...given)).toEqual(blake2b(whole, { dkLen: 28 }));
    }),
  );
});

it("hashes more than fits into its buffer", () => {
  const large = new Uint8Array(100_000).map((_, index) => index % 251);
  expect(blake2b256(large)).toEqual(blake2b(large, { dkLen: 32 }));
});

it("gives a hash that later calls do not change", () => {
  const first = blake2b256(new Uint8Array([1]));
  const copy = first.slice();
  blake2b256(new Uint8Array([2]));
  expect(first).toEqual(copy);
});

it("hashes a byte and a text after it, of any length and any characters", () => {
  const text = fc.oneof(fc.string({ unit: "binary" }), fc.string({ minLength: 1_300, maxLength: 5_000 }));
  fc.assert(
    fc.property(fc.nat({ max: 255 }), text, (first, given) => {
      const whole = Uint8Array.from([first, ...new TextEncoder().encode(given)]);
      expect(blake2b256Prefixed(first, given)).toEqual(blake2b(whole, { dkLen: 32 }));
    }),
  );
});
