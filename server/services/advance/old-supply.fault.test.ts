import { afterEach, beforeEach, expect, it } from "vitest";
import { BLOCKS_IN_DOUBT } from "@/server/domain/day/doubt";
import { runRound } from "@/server/jobs/run-job";
import { dayOf, stateOf } from "@/server/testing/services/look";
import { liveToState, stepToState } from "@/server/testing/services/steps";
import { releaseByTwo } from "@/server/testing/services/two-people";
import { verifyDay } from "@/server/testing/services/verify-day";
import { startWorld, type World } from "@/server/testing/services/world";

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.stop());

/** The source tells another supply, as it was before a mint that its index has not seen. */
const tellOldSupply = (times?: number) =>
  world.control.setFaults({
    path: "^/assets/[0-9a-f]+$",
    kind: "lie",
    patch: [{ op: "replace", path: "/quantity", value: "1499" }],
    ...(times === undefined ? {} : { times }),
  });

it("one old answer about the supply stops no day: it is asked again, and the day is paid", async () => {
  const { firstDay } = world;
  await stepToState(world, firstDay, "SNAPSHOT");
  await tellOldSupply(1);
  const { advance } = await runRound(world.ctx);
  expect(advance).toMatchObject({ result: "done", detail: expect.stringMatching(/1499 exist.*asked again/) });
  expect(await dayOf(world, firstDay)).toMatchObject({ state: "SNAPSHOT", doubt: { kind: "supply-differs" } });
  await liveToState(world, firstDay, "PAID");
  expect(await dayOf(world, firstDay)).toMatchObject({ doubt: null });
  await verifyDay(world, firstDay);
});

it("what is still said after some blocks stops it, however often it was asked on one block", async () => {
  const { firstDay, control, ctx } = world;
  await stepToState(world, firstDay, "SNAPSHOT");
  await tellOldSupply();
  for (let round = 0; round < BLOCKS_IN_DOUBT; round++) {
    await runRound(ctx);
    await runRound(ctx);
    expect(await stateOf(world, firstDay)).toBe("SNAPSHOT");
    await control.mine(1);
  }
  await runRound(ctx);
  expect(await dayOf(world, firstDay)).toMatchObject({ state: "FROZEN", stopReason: { kind: "supply-differs" } });
  // Two people have the source mended, and the day read anew.
  await control.clearFaults();
  await releaseByTwo(world, firstDay, "read-anew");
  await liveToState(world, firstDay, "PAID");
  await verifyDay(world, firstDay);
});
