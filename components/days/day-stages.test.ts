import { describe, expect, it } from "vitest";
import { DAY_STATES, type DayState } from "@/server/domain/day/states";
import { dayStages } from "./day-stages";

const schedule = { dayEndMs: 100, previewUntilMs: 200, approvalDueMs: 300, deadlineMs: 400 };
const before = { ended: true, waitsForDay: null, schedule, closing: null };
const path = DAY_STATES.slice(0, DAY_STATES.indexOf("FINAL") + 1);

function movesTo(last: DayState, steps = path): { to: DayState; atMs: number }[] {
  return steps.slice(0, steps.indexOf(last) + 1).map((to, index) => ({ to, atMs: index * 10 }));
}

function stagesAt(state: DayState) {
  return dayStages({ ...before, state, standing: state, moves: movesTo(state), ended: state !== "OPEN" });
}

describe("dayStages", () => {
  it("has exactly one stage in progress, those before it done with a time, those after it to come", () => {
    for (const state of path.slice(0, -1)) {
      const stages = stagesAt(state);
      const at = stages.findIndex((stage) => stage.state !== "done");
      expect(stages).toHaveLength(6);
      expect(stages.slice(0, at).every((stage) => stage.atMs !== null && stage.dueMs === null)).toBe(true);
      expect(stages.slice(at + 1).every((stage) => stage.state === "upcoming" && stage.atMs === null)).toBe(true);
    }
  });

  it("is all done when the day is final, and says when each was", () => {
    const stages = stagesAt("FINAL");
    expect(stages.map(({ state }) => state)).toEqual(Array(6).fill("done"));
    expect(stages.map(({ atMs }) => atMs)).toEqual([100, 40, 50, 60, 90, 100]);
  });

  it("waits for people, with the time that it is due", () => {
    const approval = stagesAt("PROPOSED").find(({ key }) => key === "approve");
    expect(approval).toMatchObject({ state: "waiting", dueMs: 300 });
  });

  it("stops at the stage it was in", () => {
    const moves = [...movesTo("PROPOSED"), { to: "FROZEN" as const, atMs: 99 }];
    const stages = dayStages({ ...before, state: "FROZEN", standing: "PROPOSED", moves });
    expect(stages.find(({ key }) => key === "approve")).toMatchObject({ state: "stopped", atMs: null });
    expect(stages.filter(({ state }) => state === "done").map(({ key }) => key)).toEqual(["run", "check", "preview"]);
  });

  it("takes the latest time of a day that went back", () => {
    const moves = [...movesTo("PREVIEW"), ...movesTo("PREVIEW").map(({ to, atMs }) => ({ to, atMs: atMs + 1_000 }))];
    const [, check] = dayStages({ ...before, state: "PREVIEW", standing: "PREVIEW", moves });
    expect(check?.atMs).toBe(1_040);
  });

  it("says that playing ended at the day's end, whenever that was seen", () => {
    const moves = movesTo("SNAPSHOT").map(({ to, atMs }) => ({ to, atMs: atMs + 5_000 }));
    const [run] = dayStages({ ...before, state: "SNAPSHOT", standing: "SNAPSHOT", moves });
    expect(run).toMatchObject({ state: "done", atMs: schedule.dayEndMs });
  });

  it("is not played any more once it has ended, and names the day that it waits for, without dates", () => {
    const known = { dayEndMs: 100, previewUntilMs: null, approvalDueMs: null, deadlineMs: null };
    const day = {
      state: "OPEN",
      standing: "OPEN",
      moves: movesTo("OPEN"),
      ended: true,
      schedule: known,
      closing: null,
    } as const;
    const [run, check, ...later] = dayStages({ ...day, waitsForDay: 7 });
    expect(run).toMatchObject({ key: "run", state: "done", atMs: 100 });
    expect(check).toMatchObject({ key: "check", state: "waiting", waitsForDay: 7, dueMs: null });
    for (const stage of later) expect(stage).toMatchObject({ state: "upcoming", waitsForDay: null, dueMs: null });
    const [, first] = dayStages({ ...day, waitsForDay: null });
    expect(first).toMatchObject({ key: "check", state: "current", waitsForDay: null });
  });

  it("ends early if there was nothing to pay", () => {
    const moves = [...movesTo("CHECKED"), { to: "CLOSED" as const, atMs: 77 }];
    const stages = dayStages({ ...before, state: "CLOSED", standing: "CLOSED", moves });
    expect(stages.map(({ key }) => key)).toEqual(["run", "check", "closed"]);
    expect(stages.at(-1)).toMatchObject({ state: "done", atMs: 77 });
  });

  it("promises neither a review nor a payment of a day that people have closed", () => {
    const closing = { by: ["Ann", "Ben"], reason: "It is being looked into." };
    const stages = dayStages({
      ...before,
      state: "SNAPSHOT",
      standing: "SNAPSHOT",
      moves: movesTo("SNAPSHOT"),
      closing,
    });
    expect(stages.map(({ key, state }) => [key, state])).toEqual([
      ["run", "done"],
      ["check", "current"],
    ]);
  });
});
