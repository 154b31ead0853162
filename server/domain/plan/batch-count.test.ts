import { expect, it } from "vitest";
import { mostBatches } from "./batch-count";

const PLAN = { recipients: 12_345, totalLovelace: 98_765_430_000n, hourlyLovelace: null };

it("bounds the batches by what a plan pays: ten times what full transactions need, and an hour's limit", () => {
  expect(mostBatches({ ...PLAN, recipients: 1 })).toBe(21);
  expect(mostBatches(PLAN)).toBe(535);
  expect(mostBatches({ ...PLAN, hourlyLovelace: 10_000_000_000n })).toBe(555);
});

it("leaves room for every plan that is cut by 24 recipients and an hour's limit, whatever its amounts", () => {
  const lovelace = Array.from({ length: 5_000 }, (_, i) => 1_000_000n + BigInt((i * 7_919) % 90_000_000));
  const hourlyLovelace = 100_000_000n;
  let batches = 0;
  let [inBatch, paid] = [0, 0n];
  for (const amount of lovelace) {
    if (inBatch === 0 || inBatch === 24 || paid + amount > hourlyLovelace) {
      batches++;
      [inBatch, paid] = [0, 0n];
    }
    inBatch++;
    paid += amount;
  }
  const totalLovelace = lovelace.reduce((sum, amount) => sum + amount, 0n);
  expect(batches).toBeGreaterThan(1_000);
  expect(batches).toBeLessThanOrEqual(mostBatches({ recipients: 5_000, totalLovelace, hourlyLovelace }));
});
