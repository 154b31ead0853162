import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY_MS } from "@/server/testing/domain/fixtures";
import { dayEndMs, dayIndexOf, dayStartMs } from "./calendar";
import { DEFAULT_TIMELINE, findTimelineProblem, timeline } from "./timeline";

const interval = fc.constantFrom(60_000, DAY_MS, 7 * DAY_MS);

describe("days", () => {
  it("hold every moment from their start up to, but not including, their end", () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e13, max: 1e13 }), interval, (posixMs, intervalMs) => {
        const day = dayIndexOf(posixMs, intervalMs);
        expect(dayStartMs(day, intervalMs) <= posixMs && posixMs < dayEndMs(day, intervalMs)).toBe(true);
        expect(dayIndexOf(dayEndMs(day, intervalMs), intervalMs)).toBe(day + 1);
      }),
    );
  });

  it("are UTC: the first one begins in 1970", () => {
    expect(dayIndexOf(Date.UTC(2026, 10, 22, 23, 59, 59, 999), DAY_MS)).toBe(20_779);
    expect(dayIndexOf(Date.UTC(2026, 10, 23), DAY_MS)).toBe(20_780);
  });

  it("need an interval", () => {
    expect(() => dayIndexOf(0, 0)).toThrow(/not 0/);
    expect(() => dayEndMs(0, 1.5)).toThrow(/whole number/);
  });
});

describe("timeline", () => {
  const hour = 3_600_000;
  const end = dayEndMs(100, DAY_MS);

  it("counts from the day's end: review 2 h, approval by 12:00, deadline 20:00", () => {
    expect(timeline(DEFAULT_TIMELINE, 100, end + 2 * hour)).toEqual({
      dayEndMs: end,
      previewUntilMs: end + 4 * hour,
      approvalDueMs: end + 12 * hour,
      deadlineMs: end + 20 * hour,
      late: false,
    });
  });

  it("counts from the preview for a late day, so that no deadline is in the past", () => {
    const from = end + 10 * hour + 1;
    expect(timeline(DEFAULT_TIMELINE, 100, from)).toMatchObject({
      approvalDueMs: from + 12 * hour,
      deadlineMs: from + 20 * hour,
      late: true,
    });
  });

  it("always has its moments in order, none before the preview", () => {
    fc.assert(
      fc.property(fc.integer({ min: -2 * DAY_MS, max: 400 * DAY_MS }), (offset) => {
        const from = end + offset;
        const due = timeline(DEFAULT_TIMELINE, 100, from);
        expect(
          from <= due.previewUntilMs && due.previewUntilMs <= due.approvalDueMs && due.approvalDueMs < due.deadlineMs,
        ).toBe(true);
      }),
    );
  });

  it("says what is wrong with its settings", () => {
    expect(findTimelineProblem(DEFAULT_TIMELINE)).toBeNull();
    expect(findTimelineProblem({ ...DEFAULT_TIMELINE, previewMs: -1 })).toMatch(/whole numbers/);
    expect(findTimelineProblem({ ...DEFAULT_TIMELINE, previewMs: 13 * hour })).toMatch(/must end by approvalDueMs/);
    expect(() => timeline({ ...DEFAULT_TIMELINE, deadlineMs: 1 }, 1, 1)).toThrow(/must come before deadlineMs/);
  });
});
