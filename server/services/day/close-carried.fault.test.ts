import { afterEach, expect, it } from "vitest";
import { govern } from "@/server/testing/services/govern";
import { attemptState, dayOf, stateOf } from "@/server/testing/services/look";
import { takeMoveBack } from "@/server/testing/services/pool-moves";
import { proposing } from "@/server/testing/services/proposing";
import { stepAndDie } from "@/server/testing/services/step-and-die";
import { endNextDay, liveToState, scan, stepToState, stepUntil } from "@/server/testing/services/steps";
import { releaseByTwo } from "@/server/testing/services/two-people";
import { verifyDay } from "@/server/testing/services/verify-day";
import { startWorld, type World } from "@/server/testing/services/world";
import { SECURITY_PARAM } from "@/server/testing/services/world-terms";
import { stopDay } from "./stop-day";

const MOST_KILLS = 20;

let world: World;
afterEach(() => world.stop());

async function stop(dayIndex: number): Promise<void> {
  const { ann } = await proposing(world);
  await stopDay(world.ctx, { dayIndex, userId: ann, reason: "the plays look wrong" });
}

/** Stops a day while it is in this state, and closes it. */
async function closeFrom(dayIndex: number, state: "CALCULATED" | "PREVIEW"): Promise<void> {
  await stepToState(world, dayIndex, state);
  await stop(dayIndex);
  await releaseByTwo(world, dayIndex, "close");
}

it("kill -9 after every step of a closed day: it carries all, and the next day pays it once", async () => {
  world = await startWorld();
  const { firstDay } = world;
  await endNextDay(world);
  await closeFrom(firstDay, "PREVIEW");
  const steps: string[] = [];
  while (steps.length < MOST_KILLS && (await stateOf(world, firstDay)) !== "CLOSED") {
    steps.push(await stepAndDie(world, firstDay));
  }
  for (const state of ["snapshot", "calculated", "checked", "closed"]) {
    const isKilledAfter = steps.some((step) => step.split(" ").includes(`day.${state}`));
    expect(isKilledAfter, `a kill after day.${state}`).toBe(true);
  }
  await liveToState(world, firstDay + 1, "FINAL");
  expect((await verifyDay(world, firstDay)).totals.carriedLovelace).toBe(world.potLovelace);
  expect((await verifyDay(world, firstDay + 1)).totals.payoutLovelace).toBe(2n * world.potLovelace);
});

it("a closed day whose day before is read again opens, carries what that leaves then, and stays closed", async () => {
  world = await startWorld();
  const { control } = world;
  await liveToState(world, world.firstDay, "FINAL");
  const first = await endNextDay(world);
  // It is paid so late that the next one's block is final by then, and its own payment is not.
  await stepToState(world, first, "PREVIEW");
  await stop(first);
  await endNextDay(world);
  await control.mine(SECURITY_PARAM);
  await scan(world);
  await releaseByTwo(world, first);
  await stepToState(world, first, "PAID");
  await closeFrom(first + 1, "CALCULATED");
  await stepToState(world, first + 1, "CLOSED");
  expect(await stateOf(world, first)).toBe("PAID");
  const { reportHash } = await dayOf(world, first + 1);
  await takeMoveBack(world, "commit");
  await control.mine(1);
  await govern(world, { kind: "cancel" });
  await scan(world);
  expect(await stateOf(world, first)).toBe("APPROVED");
  expect(await stateOf(world, first + 1)).toBe("CLOSED");
  await stepToState(world, first, "OPEN");
  const reopened = { state: "OPEN", reportHash: null, closing: { by: ["Ann", "Ben"] } };
  expect(await dayOf(world, first + 1)).toMatchObject(reopened);
  await liveToState(world, first + 1, "CLOSED");
  expect((await dayOf(world, first + 1)).reportHash).not.toBe(reportHash);
  await liveToState(world, first + 2, "FINAL");
  const closed = await verifyDay(world, first + 1);
  expect(closed.totals).toMatchObject({ openingLovelace: 0n, carriedLovelace: world.potLovelace });
  expect((await verifyDay(world, first + 2)).totals.payoutLovelace).toBe(2n * world.potLovelace);
});

it("a closed day takes over nothing that a plan left unpaid: the day after pays both, once", async () => {
  const players = [10n, 20n, 30n, 40n, 50n].map((tokens) => ({ tokens, plays: true }));
  world = await startWorld({ players, operations: { mostOutputsInBatch: 2, mostInFlight: 1 } });
  const { firstDay } = world;
  await stepUntil(world, async () => (await attemptState(world, firstDay, 1)) === "IN_LEDGER");
  await govern(world, { kind: "cancel" });
  await liveToState(world, firstDay, "PART_PAID");
  await closeFrom(firstDay + 1, "PREVIEW");
  await liveToState(world, firstDay + 1, "CLOSED");
  expect(await stateOf(world, firstDay)).toBe("PART_PAID");
  const closed = await verifyDay(world, firstDay + 1);
  expect(closed.open).toMatchObject({ dayIndex: firstDay, outputs: 3 });
  expect(closed.totals).toMatchObject({ openingLovelace: 0n, carriedLovelace: world.potLovelace });
  await liveToState(world, firstDay + 2, "FINAL");
  expect(await stateOf(world, firstDay)).toBe("CARRIED");
  const first = await verifyDay(world, firstDay);
  const { totals } = await verifyDay(world, firstDay + 2);
  expect(totals.payoutLovelace + (first.batches[0]?.totalLovelace ?? 0n)).toBe(3n * world.potLovelace);
});

it("an anomaly stops a day, and does not stop it again once people have closed it", async () => {
  // Any share of a day counts as too large, once there is an earlier day to compare with.
  world = await startWorld({ operations: { anomalies: { minimumDays: 1, largestShare: 1 } } });
  const dayIndex = world.firstDay + 1;
  await liveToState(world, dayIndex, "FROZEN");
  expect((await dayOf(world, dayIndex)).stopReason).toMatchObject({ kind: "anomalies" });
  await releaseByTwo(world, dayIndex, "close");
  await liveToState(world, dayIndex, "CLOSED");
  expect((await dayOf(world, dayIndex)).findings?.anomalies?.length).toBeGreaterThan(0);
  const { totals } = await verifyDay(world, dayIndex);
  expect(totals).toMatchObject({ payoutLovelace: 0n, carriedLovelace: world.potLovelace });
});
