import { describe, expect, it } from "vitest";
import { formatAge, formatDuration, formatRelative, formatRemaining, formatUtc, formatUtcDate } from "./format-time";

const NOW_MS = Date.UTC(2026, 10, 22, 13, 24, 5);
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const plain = (text: string) => text.replaceAll("\u00a0", " ");

describe("formatUtc", () => {
  it("gives the exact time in UTC", () => {
    expect(formatUtc(NOW_MS)).toBe("2026-11-22 13:24:05 UTC");
    expect(formatUtc(NOW_MS, "minute")).toBe("2026-11-22 13:24 UTC");
    expect(formatUtcDate(NOW_MS)).toBe("2026-11-22");
  });
  it("refuses what is not a time", () => {
    expect(() => formatUtc(Number.NaN)).toThrow("Not a POSIX time in milliseconds: NaN");
  });
});

describe("formatRelative", () => {
  it.each([
    [0, "now"],
    [-44_999, "now"],
    [44_999, "now"],
    [-45_000, "1 minute ago"],
    [-119_000, "1 minute ago"],
    [2 * MINUTE_MS, "in 2 minutes"],
    [-59.9 * MINUTE_MS, "59 minutes ago"],
    [-HOUR_MS, "1 hour ago"],
    [23.9 * HOUR_MS, "in 23 hours"],
    [-30 * HOUR_MS, "1 day ago"],
    [-400 * DAY_MS, "400 days ago"],
  ])("%s ms from now is %j", (deltaMs, text) => {
    expect(formatRelative(NOW_MS + deltaMs, NOW_MS)).toBe(text);
  });
});

describe("formatRemaining", () => {
  it.each([
    [-1, "00:00:00"],
    [999, "00:00:00"],
    [4 * HOUR_MS + 3 * MINUTE_MS + 9_999, "04:03:09"],
    [2 * DAY_MS + HOUR_MS, "2 d 01:00:00"],
  ])("%s ms are %j", (remainingMs, text) => {
    expect(plain(formatRemaining(remainingMs))).toBe(text);
  });
});

describe("formatDuration", () => {
  it.each([
    [850, "850 ms"],
    [4_290, "4.2 s"],
    [59_999, "59.9 s"],
    [185_000, "3 min 05 s"],
    [2 * HOUR_MS + 14 * MINUTE_MS, "2 h 14 min"],
    [10 * MINUTE_MS, "10 min"],
    [24 * HOUR_MS, "24 h"],
  ])("%s ms are %j", (durationMs, text) => {
    expect(plain(formatDuration(durationMs))).toBe(text);
  });
});

describe("formatAge", () => {
  it("is in whole seconds, never below none", () => {
    expect([-5, 0, 59_999, 61_000].map((ageMs) => plain(formatAge(ageMs)))).toEqual([
      "0 s",
      "0 s",
      "59 s",
      "1 min 01 s",
    ]);
  });
});
