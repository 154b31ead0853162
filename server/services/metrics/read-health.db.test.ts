import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { runJob } from "@/server/jobs/run-job";
import { startWorld, type World } from "@/server/testing/services/world";
import { readHealth } from "./read-health";

let world: World;
let empty: TestDatabase;
beforeAll(async () => {
  world = await startWorld();
  empty = await createTestDatabase();
});
afterAll(async () => {
  await empty.drop();
  await world.stop();
});

it("is not healthy before the first block is read, and says what is missing", async () => {
  const health = await readHealth({ ...world.ctx, db: empty.db });
  expect(health).toMatchObject({
    healthy: false,
    database: "answers",
    chainSource: "answers",
    scanLagBlocks: null,
  });
  expect(health.scan).toMatch(/no block yet/);
});

it("is healthy when the scan is at the tip, and not when it is far behind", async () => {
  while ((await readHealth(world.ctx)).scanLagBlocks !== 0) await runJob(world.ctx, "scan");
  expect(await readHealth(world.ctx)).toMatchObject({ healthy: true, scan: "is up to date" });
  await world.control.mine(31);
  expect(await readHealth(world.ctx)).toMatchObject({ healthy: false, scanLagBlocks: 31 });
});

it("names a chain source that does not answer", async () => {
  const source = { ...world.ctx.source, tip: () => Promise.reject(new Error("refused")) };
  expect(await readHealth({ ...world.ctx, source })).toMatchObject({
    healthy: false,
    database: "answers",
    chainSource: `${source.name} does not answer`,
  });
});

it("says that a database does not answer, instead of failing", async () => {
  const gone = await createTestDatabase();
  await gone.drop();
  const health = await readHealth({ ...world.ctx, db: gone.db });
  expect(health).toMatchObject({ healthy: false, database: "does not answer" });
});
