import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { framesOf, type Scanned, takeFrame } from "./frames";

const ascii = fc.string({ unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)) });
const long = ascii.filter((text) => !text.startsWith("DPO "));

/** All frames taken one after the other: the whole text, or the last problem. */
function scan(frames: readonly string[]): string {
  let scanned: Scanned | null = null;
  for (const frame of frames) {
    const result = takeFrame(scanned, frame);
    if (result.kind === "whole") return result.text;
    if (result.kind === "refused") return result.problem;
    scanned = result.scanned;
  }
  return `${scanned?.parts.size} of ${scanned?.count}`;
}

describe("a text as QR codes", () => {
  it("comes back from its frames in any order, each seen any number of times", () => {
    const withOrder = fc
      .tuple(fc.stringMatching(/^[ -~]{1,3000}$/), fc.infiniteStream(fc.nat()))
      .map(([text, numbers]) => ({ text, numbers }));
    fc.assert(
      fc.property(withOrder, ({ text, numbers }) => {
        const frames = framesOf(text);
        const seen = [...numbers.take(10)].map((number) => frames[number % frames.length] ?? "");
        expect(scan([...seen, ...frames])).toBe(text);
      }),
      { numRuns: 100 },
    );
  });

  it("has frames of one size, each with its number and the text's checksum", () => {
    const frames = framesOf("x".repeat(700));
    expect(frames.map((frame) => frame.slice(0, 16))).toEqual(
      [1, 2, 3].map((number) => `DPO ${number}/3 ${/[0-9a-f]{8}/.exec(frames[0] ?? "")?.[0]}`),
    );
    expect(new Set(frames.slice(0, -1).map(({ length }) => length)).size).toBe(1);
    expect(frames[0]?.length).toBeLessThan(260);
  });

  it("is refused if it is too long, or has characters that could be invisible", () => {
    expect(() => framesOf("x".repeat(24 * 240 + 1))).toThrow(/too long for QR codes/);
    expect(() => framesOf("pay\u200b")).toThrow(/only ASCII/);
  });

  it("a code that is no frame is a whole text", () => {
    fc.assert(
      fc.property(long, (text) => {
        expect(takeFrame(null, text)).toEqual({ kind: "whole", text });
      }),
    );
  });
});

describe("frames that do not belong together", () => {
  const [one, other] = [framesOf("a".repeat(500)), framesOf("b".repeat(500))];

  it("the first of another text begins anew", () => {
    expect(scan([one[0] ?? "", other[1] ?? ""])).toBe("1 of 3");
    expect(scan([one[0] ?? "", ...other])).toBe("b".repeat(500));
  });

  it("a changed one is found by the checksum, and all are scanned again", () => {
    const changed = one.map((frame, at) => (at === 1 ? frame.replace("aaa", "aba") : frame));
    expect(scan(changed)).toMatch(/do not fit together/);
    const half = takeFrame(null, one[0] ?? "");
    const before = half.kind === "more" ? half.scanned : null;
    expect(takeFrame(before, "DPO 9/3 00000000 x")).toMatchObject({ kind: "refused", scanned: before });
  });

  it.each([
    "DPO 0/3 00000000 x",
    "DPO 4/3 00000000 x",
    "DPO 1/99 00000000 x",
    "DPO 1/1 0000 x",
    "DPO 1/1 00000000",
    `DPO 1/2 00000000 ${"x".repeat(300)}`,
    "DPO 1/2 00000000 a\u202eb",
  ])("%j is damaged", (content) => {
    expect(takeFrame(null, content)).toMatchObject({ kind: "refused", problem: expect.stringContaining("damaged") });
  });
});
