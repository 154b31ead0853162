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

/** A fixed sample, unless `npm run test:full` asks for more. */
const WORLDS = process.env.TEST_FULL === "1" ? 2_000 : 40;

it(
  "whatever the source lies, once it is honest the tables are those of an honest source",
  async () => {
    await fc.assert(
      fc.asyncProperty(anyPlan, async (plan) => {
        const { lied, honest, told } = await runWorld(bench, plan);
        expect(lied, told.join("\n")).toBe(honest);
      }),
      { numRuns: WORLDS, seed: 1, endOnFailure: true },
    );
  },
  WORLDS * 10_000,
);
