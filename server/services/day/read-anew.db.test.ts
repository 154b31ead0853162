import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { rulesVersion } from "@/db/schema";
import { addPerson } from "@/server/testing/services/add-person";
import { govern } from "@/server/testing/services/govern";
import { dayOf, snapshotOf, stateOf } from "@/server/testing/services/look";
import { endNextDay, liveToState, stepToState, stepUntil } from "@/server/testing/services/steps";
import { releaseByTwo } from "@/server/testing/services/two-people";
import { verifyDay } from "@/server/testing/services/verify-day";
import { startWorld, type World } from "@/server/testing/services/world";
import { addRules } from "../pool/record-pool";
import { stopDay } from "./stop-day";

let world: World;
let dayIndex: number;
let ann: string;
beforeAll(async () => {
  world = await startWorld({ potLovelace: 200_000_000n, operations: { deadlineMs: 120_000 } });
  ann = await addPerson(world.ctx.db, "Ann", "approver");
});
// Each test has its own day, in one world.
beforeEach(async () => {
  dayIndex = await endNextDay(world);
});
afterAll(() => world.stop());

const stop = () => stopDay(world.ctx, { dayIndex, userId: ann, reason: "the pot is too large" });

async function lowerThePot(): Promise<void> {
  const [newest, ...others] = await world.ctx.db.select().from(rulesVersion);
  const version = others.length + 2;
  const pot = { kind: "fixed", lovelace: `${150_000_000 - version}` };
  await addRules(world.ctx.db, { ...(newest?.document as object), version, pot }, dayIndex, "cli:test");
}

it.each(["CALCULATED", "PREVIEW"] as const)(
  "a day that was stopped while %s is read by the rules in force now",
  async (state) => {
    await stepToState(world, dayIndex, state);
    const before = await snapshotOf(world, dayIndex);
    await stop();
    await lowerThePot();
    await releaseByTwo(world, dayIndex, "read-anew");
    expect(await dayOf(world, dayIndex)).toMatchObject({
      state: "OPEN",
      snapshotId: null,
      stopReason: null,
      frozenFrom: null,
    });
    await liveToState(world, dayIndex, "PAID");
    expect((await snapshotOf(world, dayIndex))?.rulesVersion).toBeGreaterThan(before?.rulesVersion ?? 0);
    await verifyDay(world, dayIndex, { holdings: null });
  },
);

it("one that is signed is not read anew while its plan can be committed, and is once a Cancel is final", async () => {
  await stepToState(world, dayIndex, "APPROVED");
  await stop();
  await expect(releaseByTwo(world, dayIndex, "read-anew")).rejects.toThrow(
    /what was signed for day \d+ can still be committed: cancel it and wait/,
  );
  await govern(world, { kind: "cancel" });
  await stepUntil(world, async () => {
    await world.control.mine(1);
    return releaseByTwo(world, dayIndex, "read-anew").then(
      () => true,
      () => false,
    );
  });
  expect(await stateOf(world, dayIndex)).toBe("OPEN");
  await liveToState(world, dayIndex, "PAID");
  await verifyDay(world, dayIndex, { holdings: null });
});
