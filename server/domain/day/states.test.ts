import { describe, expect, it } from "vitest";
import { ATTEMPT_MOVES, ATTEMPT_STATES, canMoveAttempt, LIVE_ATTEMPT_STATES } from "./attempt-states";
import { canMove, DAY_MOVES, type DayMove, FREEZABLE_DAY_STATES } from "./moves";
import { DAY_STATES, type DayState, ENDED_DAY_STATES } from "./states";

const all = Object.keys(DAY_MOVES) as DayMove[];
/** What is adopted comes from outside, and may come to a day in any state that the chain has not confirmed. */
const ADOPTING: readonly DayMove[] = ["adopt", "adoptClosed"];
const moves = all.filter((move) => !ADOPTING.includes(move));
const canReach = (from: DayState, to: DayState) =>
  moves.some((move) => DAY_MOVES[move].to === to && canMove(from, move));

describe("a day's states", () => {
  it("lead from the first block to the last in the order of the protocol", () => {
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
      if (next) expect(canReach(state, next)).toBe(true);
      for (const skipped of path.slice(index + 2)) expect(canReach(state, skipped)).toBe(false);
    });
  });

  it("can be frozen until the day has ended, and lead nowhere after that", () => {
    for (const state of DAY_STATES) {
      const out = moves.filter((move) => canMove(state, move));
      if (ENDED_DAY_STATES.includes(state)) expect(out).toEqual(state === "CLOSED" ? ["reopen"] : []);
      else expect(FREEZABLE_DAY_STATES.includes(state) || state === "FROZEN").toBe(true);
    }
  });

  it("have at most one move between two states but where people or a rollback do the same, and none to itself but a plan's", () => {
    const pairs = moves.flatMap((move) => DAY_MOVES[move].from.map((from) => `${from} ${DAY_MOVES[move].to}`));
    expect(pairs.filter((pair, at) => pairs.indexOf(pair) !== at)).toEqual(["FROZEN OPEN", "PART_PAID PAYING"]);
    // The same plan before a later deadline.
    expect(DAY_STATES.filter((state) => canReach(state, state))).toEqual(["PROPOSED"]);
  });

  it("are read again before anything is signed, or where nothing that was signed can land; never once it is on chain", () => {
    const by = (move: DayMove) => DAY_STATES.filter((state) => canMove(state, move));
    expect(by("readAnew")).toEqual(["SNAPSHOT", "CALCULATED", "CHECKED", "PREVIEW", "FROZEN"]);
    expect(by("voidPlan")).toEqual(["PROPOSED", "APPROVED"]);
    expect(by("reopen")).toEqual(["CLOSED"]);
    const toOpen = moves.filter((move) => DAY_MOVES[move].to === "OPEN");
    expect(toOpen).toEqual(["readAnew", "closeCarried", "voidPlan", "reopen"]);
  });

  it("are adopted as PROPOSED or CLOSED, unless the chain has confirmed another plan for the day", () => {
    for (const move of ADOPTING) {
      const not = DAY_STATES.filter((state) => !canMove(state, move));
      expect(not).toEqual(["COMMITTED", "PAYING", "PAID", "FINAL", "PART_PAID", "CARRIED"]);
    }
    expect(ADOPTING.map((move) => DAY_MOVES[move].to)).toEqual(["PROPOSED", "CLOSED"]);
  });

  it("leave FROZEN by a release, or to be read anew, as a day like any other or as one that pays nothing", () => {
    expect(moves.filter((move) => canMove("FROZEN", move))).toEqual(["readAnew", "closeCarried"]);
  });
});

describe("an attempt's states", () => {
  it("go forward one at a time, and back when a rollback takes it", () => {
    expect(canMoveAttempt("BUILT", "broadcast")).toBe(true);
    expect(canMoveAttempt("BROADCAST", "confirm")).toBe(false);
    expect(canMoveAttempt("CONFIRMED", "lose")).toBe(true);
    expect(canMoveAttempt("IN_LEDGER", "lose")).toBe(true);
  });

  it("are given up only while the attempt is not in the ledger", () => {
    for (const givenUp of ["expire", "orphan", "supersede"] as const) {
      expect(ATTEMPT_STATES.filter((state) => canMoveAttempt(state, givenUp))).toEqual(["BUILT", "BROADCAST"]);
      expect(LIVE_ATTEMPT_STATES).not.toContain(ATTEMPT_MOVES[givenUp].to);
    }
  });

  it("end in the ledger finally, or given up", () => {
    const ends = ATTEMPT_STATES.filter((state) =>
      Object.values(ATTEMPT_MOVES).every(({ from }) => !(from as readonly string[]).includes(state)),
    );
    expect(ends).toEqual(["FINAL", "EXPIRED", "ORPHANED", "SUPERSEDED"]);
  });
});
