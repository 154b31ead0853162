import { expect, it } from "vitest";
import { IS_FULL } from "@/server/testing/full";
import { type Measured, missedGoals } from "./goals";
import { measureAll } from "./measure-all";

/**
 * The bench in small, so that it does not rot: most of a minute, so only in `npm run test:full`. What the figures would
 * be on an idle machine is not for a test to say.
 */
async function measureSmall(): Promise<void> {
  const { asked, ...measured } = await measureAll({ switches: 5, holdings: 1_000, restBlocks: 6 });
  const number = expect.any(Number);
  expect(measured).toEqual({
    adapters: 5,
    switches: 5,
    failoverSeconds: number,
    mixedSteps: 0,
    differingTables: false,
    holdings: 1_000,
    secondOpinionSeconds: number,
    peakMiB: number,
  } satisfies Record<Exclude<keyof Measured, "asked">, unknown>);
  const servers = asked.map(({ server }) => server);
  expect(servers.sort()).toEqual(["Blockfrost", "Cardano GraphQL", "Koios", "Kupo", "Ogmios"]);
  for (const { calls, bytes } of asked) expect(Math.min(calls, bytes)).toBeGreaterThan(0);
}
if (IS_FULL) it("measures a small day: every figure is a number, and nothing is mixed or lost", measureSmall, 600_000);

it("misses every goal that was not measured or not met, and no other", () => {
  const met = {
    adapters: 5,
    asked: [],
    switches: 1,
    failoverSeconds: 9.9,
    mixedSteps: 0,
    differingTables: false,
    holdings: 1,
    secondOpinionSeconds: 59.9,
    peakMiB: 511,
  };
  expect(missedGoals(met)).toEqual([]);
  const parts = { adapters: null, failoverSeconds: null, mixedSteps: null, differingTables: null };
  expect(missedGoals({ ...met, ...parts, secondOpinionSeconds: null, peakMiB: null })).toHaveLength(6);
  const worse = { adapters: 4, failoverSeconds: 10, mixedSteps: 1, differingTables: true };
  expect(missedGoals({ ...met, ...worse, secondOpinionSeconds: 60, peakMiB: 512 })).toHaveLength(6);
});
