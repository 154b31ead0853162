import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Genesis } from "../ports";
import { firstSlotFrom, lastSlotBefore, posixMsToSlot, slotToPosixMs } from "./slot-clock";

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
    expect(slotToPosixMs(mainnet, 4_492_800)).toBe(Date.UTC(2020, 6, 29, 21, 44, 51));
    expect(slotToPosixMs(mainnet, 1)).toBe(Date.UTC(2017, 8, 23, 21, 45, 11));
    expect(posixMsToSlot(mainnet, 1_596_059_091_000)).toBe(4_492_800);
    expect(posixMsToSlot(mainnet, 1_596_059_090_999)).toBe(4_492_799);
  });

  it("gives every slot back, over the eras' borders", () => {
    const slot = fc.oneof(fc.integer({ min: 4_492_700, max: 4_492_900 }), fc.nat(200_000_000));
    fc.assert(
      fc.property(slot, fc.constantFrom(mainnet, young), (at, genesis) => {
        const begins = slotToPosixMs(genesis, at);
        expect(posixMsToSlot(genesis, begins)).toBe(at);
        expect(firstSlotFrom(genesis, begins)).toBe(at);
        expect(firstSlotFrom(genesis, begins + 1)).toBe(at + 1);
        expect(lastSlotBefore(genesis, begins + 1)).toBe(at);
        if (at > 0) expect(lastSlotBefore(genesis, begins)).toBe(at - 1);
      }),
    );
  });

  it("takes the last of several eras that begin together", () => {
    expect(slotToPosixMs(young, 10)).toBe(1_002_000);
  });

  it("does not guess outside of what the eras say", () => {
    expect(() => slotToPosixMs(mainnet, -1)).toThrow(/before the first era/);
    expect(() => posixMsToSlot(mainnet, mainnet.systemStartMs - 1)).toThrow(/before this network's start/);
    expect(() => slotToPosixMs(mainnet, 1.5)).toThrow(/whole number/);
    expect(() => slotToPosixMs({ ...mainnet, eras: [] }, 1)).toThrow(/names no era/);
    expect(() => slotToPosixMs({ ...mainnet, eras: [...mainnet.eras].reverse() }, 1)).toThrow(/not in their order/);
    const broken = [{ startSlot: 0, startTimeMs: 0, slotLengthMs: 0.5 }];
    expect(() => posixMsToSlot({ ...mainnet, eras: broken }, Date.UTC(2026, 0))).toThrow(/whole number above 0/);
  });
});
