import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CanonicalValue, toCanonicalJson } from "./canonical";
import { contentHashOf } from "./hash";

const value: fc.Arbitrary<CanonicalValue> = fc.letrec<{ value: CanonicalValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constant(null),
    fc.boolean(),
    fc.maxSafeInteger(),
    fc.string(),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.string(), tie("value"), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;

describe("toCanonicalJson", () => {
  it("follows RFC 8785: the example of its section 3.2.3 on the order of keys", () => {
    const given = { "€": 1, "\r": 2, "\ufb33": 3, "1": 4, "😀": 5, "\u0080": 6, ö: 7 };
    expect(toCanonicalJson(given)).toBe('{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}');
  });

  it("writes amounts as decimal text, exact beyond 2^53", () => {
    expect(toCanonicalJson({ b: 9_007_199_254_740_993n, a: [0n, -1n] })).toBe(
      '{"a":["0","-1"],"b":"9007199254740993"}',
    );
  });

  it("loses nothing and does not depend on the order of keys", () => {
    fc.assert(
      fc.property(value, (given) => {
        const text = toCanonicalJson(given);
        const back: CanonicalValue = JSON.parse(text);
        expect(toCanonicalJson(back)).toBe(text);
        if (typeof given !== "object" || given === null || Array.isArray(given)) return;
        const turned = Object.fromEntries(Object.entries(given).reverse());
        expect(toCanonicalJson(turned)).toBe(text);
      }),
    );
  });

  it("refuses what JSON would lose or round, and says where", () => {
    expect(() => toCanonicalJson({ a: { b: 1.5 } })).toThrow("$.a.b is 1.5");
    expect(() => toCanonicalJson([2 ** 53])).toThrow("$[0] is 9007199254740992");
    const missing = { a: undefined } as unknown as CanonicalValue;
    expect(() => toCanonicalJson(missing)).toThrow("$.a is undefined");
  });
});

describe("contentHashOf", () => {
  it("is blake2b-256 (vector of the empty text)", () => {
    expect(contentHashOf("")).toBe("0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
  });
});
