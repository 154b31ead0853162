import { expect, it } from "vitest";
import type { SeenSource } from "@/server/domain/monitoring/chain-evidence";
import { newestOf, see } from "./note-sight";

const NOW = 1_700_000_000_000;
const MINUTE = 60_000;
const at = (agoMs: number) => new Date(NOW - agoMs);
const before = { newestHeight: 100, newestAt: at(30 * MINUTE), behindSince: null, lookedAt: at(1_000) };

it("the first look, and each new block, is when the newest block was seen", () => {
  const first = { newestHeight: 100, newestAt: at(0), behindSince: null, lookedAt: at(0) };
  expect(see(null, { height: 100, tipHeight: 100 }, NOW)).toEqual(first);
  expect(see(before, { height: 101, tipHeight: 101 }, NOW)).toMatchObject({ newestHeight: 101, newestAt: at(0) });
  // A chain that was rolled back goes on too.
  expect(see(before, { height: 98, tipHeight: 98 }, NOW)).toMatchObject({ newestHeight: 98, newestAt: at(0) });
});

it("the same block is not new, and is written again once a minute", () => {
  expect(see(before, { height: 100, tipHeight: 100 }, NOW)).toBe(before);
  const minuteAgo = { ...before, lookedAt: at(MINUTE) };
  expect(see(minuteAgo, { height: 100, tipHeight: 100 }, NOW)).toEqual({ ...before, lookedAt: at(0) });
});

it("after a long sleep, nobody knows how long a block has been the newest, nor since when the scan is behind", () => {
  const slept = { ...before, behindSince: at(30 * MINUTE), lookedAt: at(5 * MINUTE + 1) };
  expect(see(slept, { height: 50, tipHeight: 100 }, NOW)).toMatchObject({ newestAt: at(0), behindSince: at(0) });
  const awake = { ...slept, lookedAt: at(5 * MINUTE) };
  expect(see(awake, { height: 50, tipHeight: 100 }, NOW)).toMatchObject({
    newestAt: at(30 * MINUTE),
    behindSince: at(30 * MINUTE),
  });
});

it("a scan is behind from eleven blocks on, since it became so", () => {
  expect(see(before, { height: 90, tipHeight: 100 }, NOW)).toBe(before);
  expect(see(before, { height: 89, tipHeight: 100 }, NOW)).toMatchObject({ behindSince: at(0) });
  const behind = { ...before, behindSince: at(9 * MINUTE) };
  expect(see(behind, { height: 95, tipHeight: 110 }, NOW)).toMatchObject({ behindSince: at(9 * MINUTE) });
  expect(see(behind, { height: 100, tipHeight: 100 }, NOW)).toMatchObject({ behindSince: null });
});

it.each<[string, Partial<SeenSource>, number]>([
  ["a source that is well and can be read from", {}, 200],
  ["one that only tells, and may invent what nobody compares", { hasBytes: false }, 100],
  ["one in doubt", { state: "doubtful" }, 100],
  ["one that has never answered", { tip: null }, 100],
])("the newest block, beside %s", (_what, change, newest) => {
  const tip = { height: 200, timeMs: NOW };
  const kupo = {
    name: "kupo",
    state: "good",
    reason: null,
    sinceMs: NOW,
    hasBytes: true,
    tip,
    lookedAtMs: NOW,
  } as const;
  expect(newestOf({ sources: [{ ...kupo, ...change }] }, 100)).toBe(newest);
});
