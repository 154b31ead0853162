import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { comparePerformance, judgePerformance } from "./judge-performance";

const HOUR_MS = 3_600_000;
const series = (...values: number[]) => values.map((value, index) => ({ atMs: index * HOUR_MS, value }));
const worse = (...values: number[]) => judgePerformance("job-scan-ms", series(...values)).length === 1;
/** Fourteen runs of about a second. */
const USUAL = [1_000, 980, 1_020, 1_010, 990, 1_000, 1_000, 970, 1_030, 1_000, 1_000, 1_005, 995, 1_000];

describe("a run's figure against its own history", () => {
  test("is worse only beyond twice what is usual, three times in a row", () => {
    expect(worse(...USUAL, 2_001, 2_001, 2_001)).toBe(true);
    expect(worse(...USUAL, 2_000, 2_001, 2_001)).toBe(false);
    expect(worse(...USUAL, 9_000, 1_000, 9_000)).toBe(false);
  });
  test("needs eight runs to compare with", () => {
    expect(worse(...USUAL.slice(0, 8), 3_000, 3_000, 3_000)).toBe(true);
    expect(worse(...USUAL.slice(0, 7), 3_000, 3_000, 3_000)).toBe(false);
    expect(comparePerformance("job-scan-ms", [])).toBeNull();
  });
  test("that varies much by itself must be worse by five deviations", () => {
    const wild = [200, 1_000, 1_800, 200, 1_000, 1_800, 200, 1_000, 1_800, 1_000];
    expect(comparePerformance("job-scan-ms", series(...wild, 4_000, 4_000, 4_000))).toMatchObject({
      usual: 1_000,
      isWorse: false,
    });
    expect(worse(...wild, 5_001, 5_001, 5_001)).toBe(true);
  });
  test("of a few milliseconds may double without a word", () => {
    expect(worse(...USUAL.map(() => 20), 200, 200, 200)).toBe(false);
    expect(worse(...USUAL.map(() => 20), 271, 271, 271)).toBe(true);
  });
  test("says since when, and what it was", () => {
    expect(judgePerformance("day-calculate-s", series(...USUAL.map(() => 4), 12, 11.25, 13))).toEqual([
      {
        kind: "performance-worse",
        subject: "day-calculate-s",
        fact: "The calculation of 10,000 lines: at least 11.3 s in 3 runs in a row; it was 4 s.",
        next: null,
        sinceMs: 14 * HOUR_MS,
      },
    ]);
  });
  test("of the same spread as ever is never worse, in whatever order its samples come", () => {
    const value = fc.integer({ min: 500, max: 999 });
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 40 }), (values) => {
        const samples = series(...values);
        expect(judgePerformance("job-scan-ms", samples)).toEqual([]);
        expect(comparePerformance("job-scan-ms", samples.toReversed())).toEqual(
          comparePerformance("job-scan-ms", samples),
        );
      }),
    );
  });
});
