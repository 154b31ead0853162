import { expect, it } from "vitest";
import { sampleOf } from "./sample";

it("is each batch of a small plan, and of a large one the extremes and some between", () => {
  expect(sampleOf([])).toEqual([]);
  expect(sampleOf([7])).toEqual([0]);
  expect(sampleOf([7, 7, 3])).toEqual([0, 1, 2]);
  const sizes = Array.from({ length: 101 }, () => 240);
  expect(sampleOf(sizes)).toEqual([0, 20, 40, 60, 80, 100]);
  sizes[33] = 241;
  sizes[77] = 1;
  expect(sampleOf(sizes)).toEqual([0, 20, 33, 40, 60, 77, 80, 100]);
});

it("takes as many of a plan of 100,000 batches", () => {
  expect(sampleOf(Array.from({ length: 100_000 }, (_, i) => (i * 7_919) % 240)).length).toBeLessThanOrEqual(8);
});
