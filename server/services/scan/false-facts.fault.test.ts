import { afterAll, beforeAll, expect, it } from "vitest";
import { BLOCKFROST } from "@/server/testing/scan/api/traits";
import { type Bench, startBench } from "@/server/testing/scan/bench";
import type { LieName } from "@/server/testing/scan/lies/lies";
import type { Plan } from "@/server/testing/scan/plan";
import { runWorld } from "@/server/testing/scan/run-world";

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.stop());

/** A first reading that is told a lie and then the truth, by the same process. */
const worldOf = (lie: LieName, rate: number, seed: number): Plan => ({
  seed,
  firstHeight: 0,
  blocks: { before: 4, after: 12 },
  traits: BLOCKFROST,
  playerDatumField: null,
  otherRulesAt: null,
  phases: [
    {
      fork: null,
      grow: 0,
      lying: { lies: [lie], rate, isSteady: true, seed },
      restart: false,
      alongside: false,
      looksBack: false,
    },
  ],
  end: 3,
});

it.each([
  ["a block that never was, between two that are there", "hash-invented", 0.3, 1],
  ["the height of the first block", "height-of-a-block-wrong", 1, 1],
  ["what came before the first block", "previous-block-wrong", 1, 1],
  // This world's next block is one slot later.
  ["a last block in the slot of the one that follows", "slot-moved", 1, 74],
  ["half a second in all times", "start-moved", 1, 1],
  ["slots that are a little shorter", "slots-shorter", 1, 1],
  ["the block of a transaction in history of which no blocks are held", "block-of-a-place-wrong", 1, 1],
] as const)("%s: it is read again once the source tells the truth", async (_, lie, rate, seed) => {
  const told: string[] = [];
  const { lied, honest, found, truth } = await runWorld(bench, worldOf(lie, rate, seed), told);
  expect(lied, told.join("\n")).toBe(honest);
  expect(found).toEqual(truth);
});

it("transactions that are held, told at other heights: that is what is said, and it heals", async () => {
  const told: string[] = [];
  const lying = (lies: LieName[], seed: number) => ({ lies, rate: 1, isSteady: true, seed });
  const also = { alongside: true, looksBack: true };
  const plan: Plan = {
    seed: 1_206_191_035,
    firstHeight: 1,
    blocks: { before: 2, after: 7 },
    traits: { ...BLOCKFROST, refusesAboveTip: true, hidesTimes: true, hidesIndexes: true, listsSpentAssets: true },
    playerDatumField: null,
    otherRulesAt: 0,
    phases: [
      {
        fork: { depth: 1, more: 1 },
        grow: 0,
        lying: lying(["html-200", "wrong-block"], 1_218_474_397),
        restart: false,
        ...also,
      },
      { fork: { depth: 4, more: 0 }, grow: 3, lying: lying(["moved"], 2_080_362_789), restart: true, ...also },
    ],
    end: 3,
  };
  const { lied, honest, found, truth } = await runWorld(bench, plan, told);
  expect(lied, told.join("\n")).toBe(honest);
  expect(found).toEqual(truth);
});

it("a transfer told in a lower block than what it spends: nothing is spent before it is made, and it heals", async () => {
  const told: string[] = [];
  const lying = (lies: LieName[], rate: number, isSteady: boolean, seed: number) => ({ lies, rate, isSteady, seed });
  const also = { alongside: false, looksBack: false };
  const forked = { depth: 4, more: 0 };
  const unlisted: LieName[] = ["told-valid", "lists-unknown", "left-out-of-the-block"];
  const plan: Plan = {
    seed: 1_755_391_737,
    firstHeight: 1,
    blocks: { before: 6, after: 6 },
    traits: { ...BLOCKFROST, pageCap: 33, hidesIndexes: true, listsSpentAssets: true },
    playerDatumField: [0],
    otherRulesAt: null,
    phases: [
      { fork: forked, grow: 0, lying: lying([], 0.2, false, 1), restart: false, ...also },
      { fork: { depth: 5, more: 0 }, grow: 1, lying: lying(unlisted, 0.2, true, 445_731_753), restart: false, ...also },
      {
        fork: { depth: 8, more: 0 },
        grow: 2,
        lying: lying(["elsewhere"], 0.5, false, 1_049_423_989),
        restart: true,
        ...also,
      },
      {
        fork: null,
        grow: 0,
        lying: lying(["told-valid", "moved"], 0.05, true, 921_130_626),
        restart: true,
        ...also,
      },
    ],
    end: 4,
  };
  const { lied, honest, found, truth } = await runWorld(bench, plan, told);
  expect(lied, told.join("\n")).toBe(honest);
  expect(found).toEqual(truth);
});
