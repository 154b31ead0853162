import { afterAll, beforeAll, expect, it } from "vitest";
import { copyDatabase, type TestDatabase } from "@/db/testing/database";
import { runRound } from "@/server/jobs/run-job";
import { someOf } from "@/server/testing/full";
import { attemptsOf, stateOf } from "@/server/testing/services/look";
import { paidByAddress, readPoolMoves } from "@/server/testing/services/pool-moves";
import { endNextDay, liveToState, stepToState } from "@/server/testing/services/steps";
import { verifyDay } from "@/server/testing/services/verify-day";
import { startWorld, type World } from "@/server/testing/services/world";

let world: World;
const databases: TestDatabase[] = [];
beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => {
  await world.stop();
  for (const database of databases) await database.drop();
});

/** The world on another database: as after a restore. */
const onDatabase = (world: World, database: TestDatabase): World => ({
  ...world,
  database,
  ctx: { ...world.ctx, db: database.db },
});

async function backUp(): Promise<TestDatabase> {
  const backup = await copyDatabase(world.database);
  databases.push(backup);
  return backup;
}

it("a database from before the plan was proposed pays nothing a second time: it stops and asks for a person", async () => {
  const dayIndex = await endNextDay(world);
  await stepToState(world, dayIndex, "PREVIEW");
  const backup = await backUp();
  await liveToState(world, dayIndex, "PAID");
  const paid = paidByAddress(await readPoolMoves(world));

  const restored = onDatabase(world, backup);
  for (let round = 0; round < 20; round++) {
    const { confirm, advance } = await runRound(restored.ctx);
    for (const { result, detail } of [confirm, advance]) {
      expect(result).toBe("needs-human");
      expect(detail).toMatch(/this database does not know: it was restored from an older backup/);
    }
    await world.control.mine(1);
  }
  expect(await stateOf(restored, dayIndex)).toBe("PREVIEW");
  expect(await attemptsOf(restored, dayIndex)).toEqual([]);
  expect(paidByAddress(await readPoolMoves(world))).toEqual(paid);
});

it.each(someOf(["PROPOSED", "APPROVED"] as const, 1))(
  "a database from when the day was %s finds its plan on chain, and the day ends as it was paid",
  async (state) => {
    const dayIndex = await endNextDay(world);
    await stepToState(world, dayIndex, state);
    const backup = await backUp();
    await liveToState(world, dayIndex, "PAID");

    // From here on the restored database pays.
    world = onDatabase(world, backup);
    await liveToState(world, dayIndex, "FINAL");
    // Nothing was built a second time: the books match the chain, fees included.
    expect(await attemptsOf(world, dayIndex)).toEqual([]);
    await verifyDay(world, dayIndex);
  },
);
