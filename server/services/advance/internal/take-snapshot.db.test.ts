import { afterAll, beforeAll, expect, it } from "vitest";
import { pool } from "@/db/schema";
import { createTestDatabase } from "@/db/testing/database";
import { dayOf, snapshotOf } from "@/server/testing/services/look";
import { endNextDay, scan, stepToState } from "@/server/testing/services/steps";
import { startWorld, type World } from "@/server/testing/services/world";
import { SNAPSHOT_DEPTH, testRules } from "@/server/testing/services/world-terms";
import { chainNow } from "../../chain-now";
import { loadLivePool } from "../../pool/load-pool";
import { recordInstallation } from "../../pool/record-pool";
import { operationsInForce, rulesInForce } from "../../settings-in-force";
import { takeSnapshot } from "./take-snapshot";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

it("operations that read a day too early are refused for a public network", async () => {
  const settings = { ...world.deployment.settings, network: "preprod" };
  const rules = testRules(world.gameAddress, world.potLovelace);
  const installation = { deployment: { ...world.deployment, settings }, rules, operations: { snapshotDepth: 35 } };
  const empty = await createTestDatabase();
  try {
    await expect(recordInstallation(empty.db, installation, "cli:test")).rejects.toMatchObject({
      code: "bad-input",
      message: expect.stringMatching(/snapshotDepth is 35; the least on preprod is 36/),
    });
    expect(await empty.db.$count(pool)).toBe(0);
  } finally {
    await empty.drop();
  }
});

it("whatever the operations say, a day on a public network is read 36 blocks deep", async () => {
  const { ctx } = world;
  const firstDay = await endNextDay(world);
  await scan(world);
  await stepToState(world, firstDay, "OPEN");
  const [now, live, inForce] = [await chainNow(ctx.db), await loadLivePool(ctx.db), await rulesInForce(ctx.db)];
  if (!now || !live || !inForce) throw new Error("nothing was read");
  const { rules, version: rulesVersion } = inForce;
  const operations = await operationsInForce(ctx.db);
  expect(operations.snapshotDepth).toBe(SNAPSHOT_DEPTH);
  const situation = { now, pool: live, operations, rules, rulesVersion };
  const settings = { ...live.settings, network: "mainnet" };
  const day = await dayOf(world, firstDay);
  const result = await takeSnapshot(ctx, day, { ...situation, pool: { ...live, settings } });
  expect(result).toMatchObject({ result: "done", detail: expect.stringMatching(/is \d+ of 36 blocks deep/) });
  expect(await snapshotOf(world, firstDay)).toBeNull();
  expect(await takeSnapshot(ctx, day, situation)).toMatchObject({ result: "again" });
  expect(await snapshotOf(world, firstDay)).toMatchObject({ dayIndex: firstDay, scanEpoch: 0, rulesVersion });
});
