import { afterAll, beforeAll, expect, it } from "vitest";
import { runRound } from "@/server/jobs/run-job";
import { addPerson } from "@/server/testing/services/add-person";
import { attemptState, attemptsOf, stateOf } from "@/server/testing/services/look";
import { endNextDay, liveToState, stepUntil } from "@/server/testing/services/steps";
import { verifyDay } from "@/server/testing/services/verify-day";
import { startWorld, type World } from "@/server/testing/services/world";
import { pauseEngine } from "./pause-engine";
import { resumeEngine } from "./resume-engine";

let world: World;
let ann: string;
beforeAll(async () => {
  world = await startWorld();
  ann = await addPerson(world.ctx.db, "Ann", "admin");
});
afterAll(() => world.stop());

const input = () => ({ userId: ann, reason: "Something looks wrong here." });

it("paused between a Commit and the first payment, what was sent is watched and nothing new is made, until resumed", async () => {
  const dayIndex = await endNextDay(world);
  await stepUntil(world, async () => (await attemptState(world, dayIndex, 0)) === "BROADCAST");
  await pauseEngine(world.ctx, input());
  const before = await attemptsOf(world, dayIndex);
  for (let block = 0; block < 8; block++) {
    await world.control.mine(1);
    const { scan, confirm, advance, notify, metrics } = await runRound(world.ctx);
    expect(advance).toMatchObject({ result: "waiting", detail: expect.stringMatching(/^Paused by Ann since .*looks/) });
    for (const { result } of [scan, confirm, notify, metrics]) expect(result).toBe("done");
  }
  // The Commit has landed and is deep; it was sent once, and no payment was built.
  expect(await stateOf(world, dayIndex)).toBe("COMMITTED");
  expect(await attemptState(world, dayIndex, 0)).toBe("CONFIRMED");
  const after = await attemptsOf(world, dayIndex);
  expect(after.map(({ txHash, broadcasts }) => [txHash, broadcasts])).toEqual(
    before.map(({ txHash, broadcasts }) => [txHash, broadcasts]),
  );
  await resumeEngine(world.ctx, input());
  await liveToState(world, dayIndex, "PAID");
  await verifyDay(world, dayIndex);
});
