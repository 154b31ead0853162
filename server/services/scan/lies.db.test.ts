import * as fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Bench, startBench } from "@/server/testing/scan/bench";
import { anyPlan } from "@/server/testing/scan/plan";
import { runWorld } from "@/server/testing/scan/run-world";

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.stop());

it("whatever the source lies, once it is honest the tables are those of an honest source", async () => {
  await fc.assert(
    fc.asyncProperty(anyPlan, async (plan) => {
      const { lied, honest, told } = await runWorld(bench, plan);
      expect(lied, told.join("\n")).toBe(honest);
    }),
    { numRuns: 40, seed: 1, endOnFailure: true },
  );
});
