import * as fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { IS_FULL } from "@/server/testing/full";
import { type Bench, startBench } from "@/server/testing/scan/bench";
import { anyPlan } from "@/server/testing/scan/plan";
import { runWorld } from "@/server/testing/scan/run-world";

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.stop());

/** A fixed sample, unless `npm run test:full` asks for more. */
const WORLDS = IS_FULL ? 2_000 : 20;

it(
  "whatever the source lies, once it is honest the tables are those of an honest source",
  async () => {
    await fc.assert(
      fc.asyncProperty(anyPlan, async (plan) => {
        const told: string[] = [];
        const failed = (problem: string) => new Error([problem, ...told.slice(-TOLD_AT_MOST)].join("\n"));
        const { lied, honest, found, truth } = await runWorld(bench, plan, told).catch((error: unknown) => {
          throw failed(error instanceof Error ? `${error.message}\n${error.stack}` : String(error));
        });
        if (lied !== honest) throw failed(sayDifference(lied, honest));
        expect(found).toEqual(truth);
      }),
      // What fails is printed with its seed and path: with `path` here, that world alone is run.
      { numRuns: WORLDS, seed: 1, endOnFailure: true },
    );
  },
  WORLDS * 10_000,
);

const TOLD_AT_MOST = 100;

/** The lines around the first that differs. */
function sayDifference(lied: string, honest: string): string {
  const [ours, theirs] = [lied.split("\n"), honest.split("\n")];
  const at = Math.max(0, ours.findIndex((line, index) => line !== theirs[index]) - 8);
  const [here, there] = [ours, theirs].map((lines) => lines.slice(at, at + 16).join("\n"));
  return `the tables differ:\n${here}\nwhere an honest source's are:\n${there}`;
}
