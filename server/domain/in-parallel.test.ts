import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, it } from "vitest";
import { inParallel } from "./in-parallel";

const NUMBERS = Array.from({ length: 100 }, (_, number) => number);

it("answers in the order of the items, with at most sixteen on their way", async () => {
  let now = 0;
  let most = 0;
  const answers = await inParallel(NUMBERS, async (number) => {
    most = Math.max(most, ++now);
    for (let turn = 0; turn <= number % 3; turn++) await nextTurn();
    now -= 1;
    return number * 2;
  });
  expect(answers).toEqual(NUMBERS.map((number) => number * 2));
  expect(most).toBe(16);
});

it("fails with the first failure, and begins no further item", async () => {
  const begun: number[] = [];
  const work = inParallel(NUMBERS, async (number) => {
    begun.push(number);
    await nextTurn();
    if (number === 3) throw new Error("the third");
  });
  await expect(work).rejects.toThrow("the third");
  for (let turn = 0; turn < 5; turn++) await nextTurn();
  expect(begun.length).toBeLessThanOrEqual(32);
});
