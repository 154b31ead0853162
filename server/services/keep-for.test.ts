import { expect, it } from "vitest";
import type { Database } from "@/db/client";
import { keepFor } from "./keep-for";

const one = { db: {} as Database };

function counted(fails: () => boolean) {
  let asked = 0;
  const ask = keepFor(2_000, async () => {
    asked++;
    if (fails()) throw new Error("the database is away");
    return asked;
  });
  return ask;
}

it("asks once for all within the time, and anew after it, or where the clock went back", async () => {
  const ask = counted(() => false);
  expect(await Promise.all([ask(one, 10_000), ask(one, 11_999)])).toEqual([1, 1]);
  expect(await ask(one, 12_000)).toBe(2);
  expect(await ask(one, 10_000)).toBe(3);
});

it("keeps what it read of each database apart", async () => {
  const ask = counted(() => false);
  await ask(one, 10_000);
  expect(await ask({ db: {} as Database }, 10_000)).toBe(2);
});

it("does not keep a failure", async () => {
  let isAway = true;
  const ask = counted(() => isAway);
  await expect(ask(one, 10_000)).rejects.toThrow("away");
  isAway = false;
  expect(await ask(one, 10_001)).toBe(2);
});
