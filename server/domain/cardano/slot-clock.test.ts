import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Genesis } from "../ports";
import { msToSlot, slotConfigOf, slotToMs, slotToMsByEras } from "./slot-clock";

/* Mainnet's own: Byron with slots of 20 s until slot 4,492,800, then slots of 1 s. */
const mainnet: Genesis = {
  networkMagic: 764_824_073,
  systemStartMs: Date.UTC(2017, 8, 23, 21, 44, 51),
  securityParam: 2160,
  eras: [
    { startSlot: 0, startTimeMs: 0, slotLengthMs: 20_000 },
    { startSlot: 4_492_800, startTimeMs: 89_856_000_000, slotLengthMs: 1000 },
    { startSlot: 16_588_800, startTimeMs: 101_952_000_000, slotLengthMs: 1000 },
  ],
};

/* A test network that begins in a late era, with others of no length before it. */
const young: Genesis = {
  ...mainnet,
  systemStartMs: 1_000_000,
  eras: [
    { startSlot: 0, startTimeMs: 0, slotLengthMs: 20_000 },
    { startSlot: 0, startTimeMs: 0, slotLengthMs: 200 },
  ],
};

describe("the chain's clock", () => {
  it("knows mainnet's well-known moments", () => {
    expect(slotToMsByEras(mainnet, 4_492_800)).toBe(Date.UTC(2020, 6, 29, 21, 44, 51));
    expect(slotToMsByEras(mainnet, 1)).toBe(Date.UTC(2017, 8, 23, 21, 45, 11));
    const { zeroTimeMs, zeroSlot } = slotConfigOf(mainnet);
    expect([zeroTimeMs, zeroSlot]).toEqual([Date.UTC(2017, 8, 23, 21, 44, 51) + 101_952_000_000, 16_588_800]);
  });

  it("has no gap at the eras' borders", () => {
    const ms = (slot: number) => slotToMsByEras(mainnet, slot);
    expect(ms(4_492_800) - ms(4_492_799)).toBe(20_000);
    expect(ms(4_492_801) - ms(4_492_800)).toBe(1_000);
    expect(ms(16_588_800) - ms(16_588_799)).toBe(1_000);
  });

  it("gives every slot of the last era back, and agrees with the eras about it", () => {
    const slot = fc.integer({ min: 16_588_800, max: 200_000_000 });
    fc.assert(
      fc.property(slot, fc.constantFrom(mainnet, young), (at, genesis) => {
        const clock = slotConfigOf(genesis);
        const begins = slotToMs(clock, at);
        expect(begins).toBe(slotToMsByEras(genesis, at));
        expect(msToSlot(clock, begins)).toBe(at);
        expect(msToSlot(clock, begins - 1)).toBe(at - 1);
      }),
    );
  });

  it("takes the last of several eras that begin together", () => {
    expect(slotToMsByEras(young, 10)).toBe(1_002_000);
  });

  it("does not guess outside of what the eras say", () => {
    expect(() => slotToMsByEras(mainnet, -1)).toThrow(/before the first era/);
    expect(() => slotToMsByEras(mainnet, 1.5)).toThrow(/whole number/);
    expect(() => slotToMsByEras({ ...mainnet, eras: [] }, 1)).toThrow(/names no era/);
    expect(() => slotToMsByEras({ ...mainnet, eras: [...mainnet.eras].reverse() }, 1)).toThrow(/not in their order/);
    const broken = [{ startSlot: 0, startTimeMs: 0, slotLengthMs: 0.5 }];
    expect(() => slotConfigOf({ ...mainnet, eras: broken })).toThrow(/whole number above 0/);
  });
});
