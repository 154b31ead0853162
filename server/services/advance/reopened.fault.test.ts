import { afterAll, beforeAll, expect, it } from "vitest";
import { govern } from "@/server/testing/services/govern";
import { dayOf, stateOf } from "@/server/testing/services/look";
import { takeMoveBack } from "@/server/testing/services/pool-moves";
import { pot, proposing } from "@/server/testing/services/proposing";
import { endNextDay, liveToState, scan, stepToState } from "@/server/testing/services/steps";
import { verifyDay } from "@/server/testing/services/verify-day";
import { startWorld, type World } from "@/server/testing/services/world";
import { BLOCK_MS, INTERVAL_MS } from "@/server/testing/services/world-terms";

let world: World;
beforeAll(async () => {
  world = await startWorld({ potLovelace: 200_000_000n, securityParam: 30 });
});
afterAll(() => world.stop());

it("a day that closed on another is read again with it, once a rollback and a Cancel have taken that one's plan", async () => {
  const dayIndex = await endNextDay(world);
  const people = await proposing(world);
  await people.confirmRules(await people.proposed(pot(1), dayIndex + 1));
  // A day closes once its snapshot is final. This one waited for it, so the day before is paid in younger blocks.
  await stepToState(world, dayIndex, "PROPOSED");
  await world.control.mine(INTERVAL_MS / BLOCK_MS + 30);
  await liveToState(world, dayIndex + 1, "CLOSED");
  const { reportHash } = await dayOf(world, dayIndex + 1);
  await takeMoveBack(world, "commit");
  await govern(world, { kind: "cancel" });
  await scan(world);
  expect(await stateOf(world, dayIndex)).toBe("APPROVED");
  expect(await stateOf(world, dayIndex + 1)).toBe("CLOSED");
  await stepToState(world, dayIndex, "OPEN");
  expect(await dayOf(world, dayIndex + 1)).toMatchObject({ state: "OPEN", reportHash: null });
  await liveToState(world, dayIndex + 1, "CLOSED");
  expect((await dayOf(world, dayIndex + 1)).reportHash).not.toBe(reportHash);
  await verifyDay(world, dayIndex, { holdings: null });
  await verifyDay(world, dayIndex + 1, { holdings: null });
});
