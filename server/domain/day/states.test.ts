import { describe, expect, it } from "vitest";
import { ATTEMPT_STATES, ATTEMPT_TRANSITIONS, canAttemptTransition, LIVE_ATTEMPT_STATES } from "./attempt-states";
import {
  canRelease,
  canTransition,
  DAY_STATES,
  DAY_TRANSITIONS,
  type DayState,
  findDayTransition,
  SETTLED_DAY_STATES,
} from "./states";

describe("a day's states", () => {
  it("lead from the first block to the last in the order of payouts.md", () => {
    const path: DayState[] = [
      "OPEN",
      "SNAPSHOT",
      "CALCULATED",
      "CHECKED",
      "PREVIEW",
      "PROPOSED",
      "APPROVED",
      "COMMITTED",
      "PAYING",
      "PAID",
      "FINAL",
    ];
    path.forEach((state, index) => {
      const next = path[index + 1];
      if (next) expect(canTransition(state, next)).toBe(true);
      for (const skipped of path.slice(index + 2)) expect(canTransition(state, skipped)).toBe(false);
    });
  });

  it("lead out of every unsettled state, and never out of a settled one", () => {
    for (const state of DAY_STATES) {
      const out = DAY_TRANSITIONS.filter((transition) => transition.from === state);
      if (SETTLED_DAY_STATES.includes(state)) expect(out).toEqual([]);
      else expect(canTransition(state, "FROZEN") || state === "FROZEN").toBe(true);
    }
  });

  it("list every transition once, and never one to itself", () => {
    const pairs = DAY_TRANSITIONS.map(({ from, to }) => `${from} ${to}`);
    expect(new Set(pairs).size).toBe(pairs.length);
    expect(DAY_TRANSITIONS.some(({ from, to }) => from === to)).toBe(false);
  });

  it("are cancelled up to APPROVED only, and what is signed only when it can no longer be committed", () => {
    const cancellable = DAY_STATES.filter((state) => canTransition(state, "CANCELLED"));
    expect(cancellable).toEqual(["OPEN", "SNAPSHOT", "CALCULATED", "CHECKED", "PREVIEW", "PROPOSED", "APPROVED"]);
    for (const signed of ["PROPOSED", "APPROVED"] as const) {
      for (const to of ["CANCELLED", "OPEN", "PREVIEW"] as const) {
        expect(findDayTransition(signed, to)?.needs).toBe("signatures-void");
      }
    }
  });

  it("recalculate a day before its Commit, never after", () => {
    const recalculated = DAY_STATES.filter((state) => state !== "FROZEN" && canTransition(state, "OPEN"));
    expect(recalculated).toEqual(["SNAPSHOT", "CALCULATED", "CHECKED", "PREVIEW", "PROPOSED", "APPROVED"]);
  });

  it("are left from FROZEN by two people only, and only to where the day was", () => {
    const releases = DAY_TRANSITIONS.filter((transition) => transition.from === "FROZEN");
    expect(releases.every((transition) => transition.needs === "two-people")).toBe(true);
    expect(canRelease("PAYING", "PAYING")).toBe(true);
    expect(canRelease("PAYING", "APPROVED")).toBe(false);
    expect(canRelease("FINAL", "FINAL")).toBe(false);
    expect(canTransition("FROZEN", "CLOSED")).toBe(true);
  });
});

describe("an attempt's states", () => {
  it("go forward one at a time, and back when a rollback takes it", () => {
    expect(canAttemptTransition("BUILT", "BROADCAST")).toBe(true);
    expect(canAttemptTransition("BROADCAST", "CONFIRMED")).toBe(false);
    expect(canAttemptTransition("CONFIRMED", "BROADCAST")).toBe(true);
    expect(canAttemptTransition("IN_LEDGER", "BROADCAST")).toBe(true);
  });

  it("are given up only while the attempt is not in the ledger", () => {
    for (const given of ["EXPIRED", "ORPHANED", "SUPERSEDED"] as const) {
      expect(ATTEMPT_STATES.filter((state) => canAttemptTransition(state, given))).toEqual(["BUILT", "BROADCAST"]);
      expect(LIVE_ATTEMPT_STATES).not.toContain(given);
    }
  });

  it("end in FINAL and SUPERSEDED", () => {
    const ends = ATTEMPT_STATES.filter((state) => !ATTEMPT_TRANSITIONS.some(({ from }) => from === state));
    expect(ends).toEqual(["FINAL", "SUPERSEDED"]);
  });
});
