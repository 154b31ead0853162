import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  formatAda,
  formatAdaFigure,
  formatCompact,
  formatPercent,
  groupDigits,
  parseLovelace,
  shortenMiddle,
} from "./format";

/** Makes narrow no-break and no-break spaces visible. */
const plain = (text: string) => text.replaceAll("\u202f", "_").replaceAll("\u00a0", " ");

describe("formatAda", () => {
  it.each([
    [0n, "0.00 ADA"],
    [1n, "0.000001 ADA"],
    [12_400_000n, "12.40 ADA"],
    [12_450_000n, "12.45 ADA"],
    [12_345_678n, "12.345678 ADA"],
    [12_345_000n, "12.345000 ADA"],
    [98_765_430_000n, "98_765.43 ADA"],
    [-1_500_000n, "\u22121.50 ADA"],
    [-1n, "\u22120.000001 ADA"],
    [45_000_000_000_000_000n, "45_000_000_000.00 ADA"],
    [9_007_199_254_740_993n, "9_007_199_254.740993 ADA"],
  ])("writes %s lovelace exactly as %s", (lovelace, text) => {
    expect(plain(formatAda(lovelace))).toBe(text);
  });

  it("always gives six places for a column", () => {
    expect(plain(formatAdaFigure(12_400_000n, { sixPlaces: true }))).toBe("12.400000");
  });

  it.each([
    [0n, "0.00 ADA"],
    [9_999n, "< 0.01 ADA"],
    [10_000n, "0.01 ADA"],
    [1_239_999n, "1.23 ADA"],
    [12_412_345n, "12.4 ADA"],
    [999_999_999n, "999 ADA"],
    [1_000_000_000n, "1.00 k ADA"],
    [98_765_432_100n, "98.7 k ADA"],
    [1_234_567_890_120n, "1.23 M ADA"],
    [45_000_000_000_000_000n, "45.0 B ADA"],
    [-12_412_345n, "\u221212.4 ADA"],
  ])("shortens %s lovelace to %s, never upwards", (lovelace, text) => {
    expect(plain(formatAda(lovelace, { short: true }))).toBe(text);
  });

  it("is exact: the text reads back as the same lovelace", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n }), fc.boolean(), (lovelace, sixPlaces) => {
        const figure = formatAdaFigure(lovelace, { sixPlaces }).replaceAll("\u202f", "").replace("\u2212", "-");
        const [whole = "", places = ""] = figure.split(".");
        expect(BigInt(whole + places.padEnd(6, "0"))).toBe(lovelace);
      }),
    );
  });
});

describe("parseLovelace", () => {
  it("accepts bigints and decimal text of any size", () => {
    expect(parseLovelace(5n)).toBe(5n);
    expect(parseLovelace("-9007199254740993")).toBe(-9_007_199_254_740_993n);
  });
  it.each(["", "1.5", "1e6", " 1", "0x10", "1 000"])("refuses %j and says why", (text) => {
    expect(() => parseLovelace(text)).toThrow(`whole lovelace in decimal digits, got "${text}"`);
  });
});

describe("other formatters", () => {
  it("groups digits in threes", () => {
    expect(["7", "100", "1_000", "1_234_567"]).toEqual([7, 100, 1_000, 1_234_567].map((n) => plain(groupDigits(n))));
    expect(plain(groupDigits(-12_345n))).toBe("\u221212_345");
    expect(() => groupDigits(1.5)).toThrow("whole number");
    expect(() => groupDigits(2 ** 53)).toThrow("bigint");
  });

  it("cuts a percentage, so that a missed target is not shown as met", () => {
    expect([0.99999, 0.999, 0.29, 1, 0].map((share) => plain(formatPercent(share)))).toEqual([
      "99.99 %",
      "99.90 %",
      "29.00 %",
      "100.00 %",
      "0.00 %",
    ]);
    expect(plain(formatPercent(-0.0412, 1))).toBe("\u22124.1 %");
  });

  it("shortens numbers for an axis", () => {
    expect([0, 7.5, 999, 35_000, 1_200_000, 2e9].map(formatCompact)).toEqual(["0", "7.5", "999", "35k", "1.2M", "2B"]);
  });

  it("shortens a hash in the middle and leaves a short one whole", () => {
    expect(shortenMiddle("7f3a91c04be2d85561f0aa9934c7e1b2")).toBe("7f3a91c0…c7e1b2");
    expect(shortenMiddle("12345678901234567")).toBe("12345678901234567");
  });
});
