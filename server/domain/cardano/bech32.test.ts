import { bech32 } from "@scure/base";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { decodeBech32, encodeBech32 } from "./bech32";

const anyPrefix = fc.constantFrom("addr", "addr_test", "stake", "stake_test", "a", "x1y");
const anyBytes = fc.uint8Array({ maxLength: 120 });

function byScure(text: string) {
  const decoded = bech32.decodeUnsafe(text, false);
  const bytes = decoded && bech32.fromWordsUnsafe(decoded.words);
  return decoded ? { prefix: decoded.prefix, bytes: bytes ? Uint8Array.from(bytes) : null } : null;
}

it("writes what @scure/base writes, and reads it back", () => {
  fc.assert(
    fc.property(anyPrefix, anyBytes, (prefix, bytes) => {
      const text = encodeBech32(prefix, bytes);
      expect(text).toBe(bech32.encode(prefix as "addr", bech32.toWords(bytes), false));
      expect(decodeBech32(text)).toEqual({ prefix, bytes });
      expect(decodeBech32(text.toUpperCase())).toEqual({ prefix, bytes });
    }),
  );
});

it("reads words that end with no byte as @scure/base does", () => {
  fc.assert(
    fc.property(anyPrefix, fc.array(fc.integer({ min: 0, max: 31 }), { maxLength: 40 }), (prefix, words) => {
      const text = bech32.encode(prefix as "addr", words, false);
      expect(decodeBech32(text)).toEqual(byScure(text));
    }),
  );
});

it("takes what @scure/base takes of a text with a mistake", () => {
  const anyMistake = fc.tuple(fc.nat(200), fc.constantFrom("", "1", "q", "Q", "b", " ", "é", "qq"));
  fc.assert(
    fc.property(anyPrefix, anyBytes, anyMistake, (prefix, bytes, [place, put]) => {
      const text = encodeBech32(prefix, bytes);
      const at = place % text.length;
      const mistaken = text.slice(0, at) + put + text.slice(at + 1);
      expect(decodeBech32(mistaken)).toEqual(byScure(mistaken));
    }),
    { numRuns: 1_000 },
  );
});
