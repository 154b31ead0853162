import * as fc from "fast-check";
import { expect, it } from "vitest";
import { DAY_MS, hashOf, txHash } from "@/server/testing/domain/fixtures";
import { tallyPlays } from "@/server/testing/domain/tally-plays";
import type { Play } from "./play";
import { windowStartMs } from "./tally";

const play: fc.Arbitrary<Play> = fc
  .record({
    seed: fc.nat(1_000_000),
    height: fc.nat(50),
    player: fc.nat(3),
    lovelace: fc.bigInt(1n, 2n ** 60n),
  })
  .map(({ seed, height, player, lovelace }) => ({
    txHash: txHash(seed),
    height,
    timeMs: height * DAY_MS,
    identity: `key:${hashOf(player)}`,
    lovelace,
  }));

it("sums by identity, whatever the order, and counts the window separately", () => {
  fc.assert(
    fc.property(fc.uniqueArray(play, { selector: (one) => one.txHash }), fc.nat(50), (plays, from) => {
      const rows = tallyPlays(plays, from * DAY_MS);
      expect(tallyPlays([...plays].reverse(), from * DAY_MS)).toEqual(rows);
      expect(rows.map((row) => row.identity)).toEqual([...new Set(plays.map((one) => one.identity))].sort());
      for (const row of rows) {
        const own = plays.filter((one) => one.identity === row.identity);
        expect(row.plays).toBe(own.length);
        expect(row.playsInWindow).toBe(own.filter((one) => one.height >= from).length);
        expect(row.paidLovelace).toBe(own.reduce((total, one) => total + one.lovelace, 0n));
        expect(row.first.height).toBe(Math.min(...own.map((one) => one.height)));
        expect(row.last.height).toBe(Math.max(...own.map((one) => one.height)));
      }
    }),
  );
});

it("a window of one day is the day that is paid; without a window everything counts", () => {
  expect(windowStartMs(100, DAY_MS, 1)).toBe(100 * DAY_MS);
  expect(windowStartMs(100, DAY_MS, 30)).toBe(71 * DAY_MS);
  expect(windowStartMs(100, DAY_MS, null)).toBeLessThan(-1e15);
});
