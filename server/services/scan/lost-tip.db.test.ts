import { afterAll, beforeAll, expect, it } from "vitest";
import { scan } from "@/server/testing/services/steps";
import { startWorld, type World } from "@/server/testing/services/world";
import { loadLivePool } from "../pool/load-pool";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

it("the block that was the tip at deployment may be lost in a fork: the scan reads on, and finds the pool", async () => {
  const { source, db } = world.ctx;
  const before = await source.tip();
  await world.control.rollback(before.height);
  await world.control.mine(2);
  expect(await source.block(1)).not.toEqual(before);
  let said = "";
  for (let step = 0; step < 5 && !said.includes("the tip"); step++) said = await scan(world);
  expect(said).toMatch(/at block \d+, the tip/);
  expect((await loadLivePool(db))?.row.policyId).toBe(world.deployment.script.policyId);
});
