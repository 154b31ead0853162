import { expect, it } from "vitest";
import type { DayFigures } from "./anomalies";
import { DEFAULT_ANOMALY_THRESHOLDS } from "./anomaly-thresholds";
import { findDeviations, openDeviations } from "./deviations";

const figures = (dayIndex: number, change: Partial<DayFigures> = {}): DayFigures => ({
  dayIndex,
  totalLovelace: 1_000_000_000n,
  participants: 100,
  holders: 100,
  ...change,
});
const before = { days: [figures(1), figures(2)], highest: new Map([["ann", 50_000_000n]]) };
const find = (change: Partial<DayFigures>, ann = 50_000_000n, history = before) =>
  findDeviations(history, { ...figures(3, change), paid: new Map([["ann", ann]]) }, DEFAULT_ANOMALY_THRESHOLDS);

it.each<[string, Partial<DayFigures>, bigint, string[]]>([
  ["as the days before", {}, 50_000_000n, []],
  ["with half as much again", { totalLovelace: 1_500_000_000n }, 50_000_000n, []],
  ["with more than that", { totalLovelace: 1_500_000_001n }, 50_000_000n, ["total"]],
  ["with a quarter more players", { participants: 125 }, 50_000_000n, []],
  ["with more players than that", { participants: 126 }, 50_000_000n, ["participants-jump"]],
  ["with a fifth of its holders gone", { holders: 80 }, 50_000_000n, []],
  ["with more of them gone", { holders: 79 }, 50_000_000n, ["holders-jump"]],
  ["whose largest line is three times what it was", {}, 150_000_000n, []],
  ["whose largest line is more than that", {}, 150_000_001n, ["recipient-jump"]],
])("a day %s", (_what, change, ann, rules) => {
  expect(find(change, ann).map(({ rule }) => rule)).toEqual(rules);
});

it("one day before is no history, and nobody new is a deviation", () => {
  const young = { days: [figures(2)], highest: new Map() };
  expect(find({ totalLovelace: 9_000_000_000n }, 1n, young)).toEqual([]);
  expect(find({}, 50_000_000n, { ...before, highest: new Map() })).toEqual([]);
});

it("what is an anomaly, or was accepted as one, is no deviation any more", () => {
  const deviations = find({ totalLovelace: 3_000_000_000n }, 300_000_000n);
  const [total, jump] = deviations;
  if (!total || !jump) throw new Error("there are two");
  expect(openDeviations({ deviations, accepted: [{ ...total, usual: 20_000 }] })).toEqual([jump]);
  expect(openDeviations({ deviations, anomalies: [jump] })).toEqual([total]);
  expect(openDeviations({})).toEqual([]);
});
