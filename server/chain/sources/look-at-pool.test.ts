import { expect, it } from "vitest";
import type { ChainSource } from "@/server/domain/ports";
import { lookAtPool } from "./look-at-pool";

it("who has signed nothing is looked for from the newest block back to the first, each once", async () => {
  const asked: [from: number, to: number][] = [];
  const source = {
    name: "a chain",
    tip: async () => ({ hash: "", height: 3_000_000, slot: 0, timeMs: 0, previousHash: null }),
    assetTransactions: async (_unit: string, from: number, to: number) => {
      asked.push([from, to]);
      return [];
    },
  } as Partial<ChainSource> as ChainSource;
  const found = await lookAtPool(source, 42, "ab".repeat(28)).lastSignedBy("cd".repeat(32));
  expect(found).toEqual({ ok: true, found: null });
  expect(asked[0]).toEqual([2_990_001, 3_000_000]);
  expect(asked.at(-1)?.[0]).toBe(0);
  for (const [index, [, to]] of asked.slice(1).entries()) expect(to).toBe((asked[index]?.[0] ?? 0) - 1);
  expect(asked.length).toBeLessThan(12);
});
