import { describe, expect, it } from "vitest";
import { nextMomentOf } from "./next-moment";
import type { DayState } from "./states";

const times = { dayEndMs: 100, previewUntilMs: 200, approvalDueMs: 300, deadlineMs: 400 };
const at = (state: DayState, nowMs: number) => nextMomentOf({ state, times, signUntilMs: 350 }, nowMs);

describe("nextMomentOf", () => {
  it("counts to the end of a running day, and not to the approval after it", () => {
    expect(at("OPEN", 50)).toEqual({ kind: "day-ends", atMs: 100 });
  });

  it("promises no time for a day that has ended and is not calculated", () => {
    for (const state of ["OPEN", "SNAPSHOT", "CALCULATED", "CHECKED"] as const) {
      expect(at(state, 100)).toEqual({ kind: "calculation", atMs: null });
    }
  });

  it("names the review, the approval, and what follows when nobody has signed in time", () => {
    expect(at("PREVIEW", 150)).toEqual({ kind: "review-ends", atMs: 200 });
    expect(at("PROPOSED", 300)).toEqual({ kind: "approval-due", atMs: 300 });
    expect(at("PROPOSED", 301)).toEqual({ kind: "signing-closes", atMs: 350 });
    expect(at("PROPOSED", 350)).toEqual({ kind: "new-proposal", atMs: null });
  });

  it("counts an approved day to the plan's deadline, and a stopped one to nothing", () => {
    expect(at("PAYING", 320)).toEqual({ kind: "payment", atMs: 400 });
    expect(at("FROZEN", 320)).toEqual({ kind: "release", atMs: null });
  });
});
