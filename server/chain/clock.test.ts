import fc from "fast-check";
import { expect, test } from "vitest";
import { createChainClock } from "./clock";

// Mainnet: Byron slots of 20 s for 208 epochs, then 1 s (network/eras of mainnet, system start 2017-09-23).
const mainnet = createChainClock({
  systemStartMs: 1_506_203_091_000,
  eras: [
    { startSlot: 0, startTimeMs: 0, slotLengthMs: 20_000 },
    { startSlot: 4_492_800, startTimeMs: 89_856_000_000, slotLengthMs: 1_000 },
  ],
});

test("knows the first Shelley slot of mainnet", () => {
  expect(mainnet.slotToPosixMs(4_492_800)).toBe(Date.UTC(2020, 6, 29, 21, 44, 51));
  expect(mainnet.posixMsToSlot(Date.UTC(2020, 6, 29, 21, 44, 51))).toBe(4_492_800);
  expect(mainnet.posixMsToSlot(Date.UTC(2020, 6, 29, 21, 44, 50))).toBe(4_492_799);
});

test("a moment inside a slot belongs to that slot, on both sides of an era's end", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 4_400_000, max: 4_600_000 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (slot, part) => {
        const startMs = mainnet.slotToPosixMs(slot);
        const lengthMs = mainnet.slotToPosixMs(slot + 1) - startMs;
        expect(mainnet.posixMsToSlot(startMs + Math.floor(part * lengthMs))).toBe(slot);
      },
    ),
  );
});

test("a moment before the chain is refused", () => {
  expect(() => mainnet.posixMsToSlot(1_506_203_090_999)).toThrow("before the chain's first era");
  expect(() => mainnet.slotToPosixMs(-1)).toThrow("slot -1 is before");
});
