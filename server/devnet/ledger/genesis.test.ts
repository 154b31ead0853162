import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ChainClock } from "./clock";
import { epochOfSlot, epochStartSlot, horizonSlot, makeGenesis, slotToTimeMs, timeMsToSlot } from "./genesis";

const genesis = makeGenesis(
  {
    systemStartMs: 1_600_000_000_000,
    earlierEras: [{ slots: 200, slotLengthMs: 20_000, epochLength: 100 }],
    slotLengthMs: 200,
    epochLength: 500,
    securityParam: 100,
  },
  0,
);

describe("slots, times and epochs", () => {
  it("puts an era after the one before it", () => {
    expect(genesis.currentEra).toMatchObject({ startSlot: 200, startTimeMs: 4_000_000, startEpoch: 2 });
    expect(slotToTimeMs(genesis, 199)).toBe(1_600_003_980_000);
    expect(slotToTimeMs(genesis, 201)).toBe(1_600_004_000_200);
    expect(epochOfSlot(genesis, 199)).toEqual({ epoch: 1, epochSlot: 99 });
    expect(epochOfSlot(genesis, 700)).toEqual({ epoch: 3, epochSlot: 0 });
    expect(epochStartSlot(genesis, 3)).toBe(700);
  });

  it("finds the slot of every moment in it", () => {
    fc.assert(
      fc.property(fc.integer({ min: 200, max: 10 ** 9 }), fc.integer({ min: 0, max: 199 }), (slot, intoMs) => {
        expect(timeMsToSlot(genesis, slotToTimeMs(genesis, slot) + intoMs)).toBe(slot);
      }),
    );
  });

  it("knows the time up to the epoch boundary after the safe zone", () => {
    expect(horizonSlot(genesis, 0)).toBe(700);
    expect(horizonSlot(genesis, 399)).toBe(700);
    expect(horizonSlot(genesis, 400)).toBe(1200);
  });

  it("starts the current era now if no start is given", () => {
    expect(makeGenesis({}, 1_700_000_000_999).systemStartMs).toBe(1_700_000_000_000);
  });

  it.each([
    [{ systemStartMs: 1500 }, "whole second"],
    [{ activeSlotsCoefficient: 0 }, "activeSlotsCoefficient"],
    [{ securityParam: 1.5 }, "securityParam"],
    [{ earlierEras: [{ slots: 150, slotLengthMs: 1, epochLength: 100 }] }, "whole number of epochs"],
  ])("refuses %j", (options, message) => {
    expect(() => makeGenesis(options, 0)).toThrow(message);
  });
});

describe("ChainClock", () => {
  it("runs at its speed, jumps forward, and never goes back", () => {
    let realMs = 5000;
    const clock = new ChainClock({ startMs: 1_000_000, speed: 60, monotonicMs: () => realMs });
    realMs += 1000;
    expect(clock.nowMs()).toBe(1_060_000);
    clock.advance(500);
    expect(clock.nowMs()).toBe(1_060_500);
    clock.advanceTo(1_000_000);
    expect(clock.nowMs()).toBe(1_060_500);
    clock.setSpeed(0);
    realMs += 1000;
    expect(clock.nowMs()).toBe(1_060_500);
    expect(() => clock.advance(-1)).toThrow("0 or more");
    expect(() => clock.setSpeed(Number.NaN)).toThrow("speed");
  });
});
