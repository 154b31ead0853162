import { describe, expect, it } from "vitest";
import { type MeasuredIncident, measureIncidents, RESPOND_WITHIN_MS, timesOf } from "./measure-response";

const NOW = 1e9;
const at = (more: Partial<MeasuredIncident> = {}): MeasuredIncident => ({
  ...{ beganMs: NOW - 10, openedMs: NOW, acknowledgedMs: null, overMs: null, priority: 1, causeId: null },
  ...more,
});
const inTime = (incident: MeasuredIncident, nowMs = NOW) => measureIncidents([incident], nowMs).inTime;

describe("the times of an incident", () => {
  it("are none while it has not come to that, and never negative after a clock went back", () => {
    expect(timesOf(at())).toEqual({ detectMs: 10, acknowledgeMs: null, resolveMs: null });
    expect(timesOf(at({ beganMs: NOW + 5, acknowledgedMs: NOW - 5, overMs: NOW - 5 }))).toEqual({
      ...{ detectMs: 0, acknowledgeMs: 0, resolveMs: 0 },
    });
  });
});

describe("an answer in time", () => {
  it("is one within 15 minutes, to the millisecond", () => {
    expect(inTime(at({ acknowledgedMs: NOW + RESPOND_WITHIN_MS }))).toEqual({ answered: 1, wanted: 1 });
    expect(inTime(at({ acknowledgedMs: NOW + RESPOND_WITHIN_MS + 1 }))).toEqual({ answered: 0, wanted: 1 });
  });

  it("is not wanted while its time still runs, nor of what was well again before; it is missed from then on", () => {
    expect(inTime(at(), NOW + RESPOND_WITHIN_MS)).toEqual({ answered: 0, wanted: 0 });
    expect(inTime(at(), NOW + RESPOND_WITHIN_MS + 1)).toEqual({ answered: 0, wanted: 1 });
    expect(inTime(at({ overMs: NOW + RESPOND_WITHIN_MS }), 2 * NOW)).toEqual({ answered: 0, wanted: 0 });
    expect(inTime(at({ overMs: NOW + RESPOND_WITHIN_MS + 1 }), 2 * NOW)).toEqual({ answered: 0, wanted: 1 });
  });

  it("is not wanted of what can wait, nor of what another incident explains", () => {
    for (const more of [{ priority: 3 as const }, { causeId: 7 }]) {
      expect(inTime(at({ acknowledgedMs: NOW, ...more }))).toEqual({ answered: 0, wanted: 0 });
    }
  });
});

it("of several lengths the middle and the worst are told; of none nothing", () => {
  const ended = [5, 1, 9, 3].map((length) => at({ overMs: NOW + length }));
  expect(measureIncidents(ended, NOW)).toMatchObject({
    resolve: { medianMs: 3, worstMs: 9, count: 4 },
    acknowledge: null,
  });
  expect(measureIncidents([], NOW).detect).toBeNull();
});
