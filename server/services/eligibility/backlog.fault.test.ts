import { afterEach, expect, it } from "vitest";
import { sum } from "@/server/domain/integers";
import { addPerson } from "@/server/testing/services/add-person";
import { govern } from "@/server/testing/services/govern";
import { attemptState, stateOf } from "@/server/testing/services/look";
import { liveUntil } from "@/server/testing/services/pass-time";
import { liveToState, scan, stepToState, stepUntil } from "@/server/testing/services/steps";
import { releaseByTwo } from "@/server/testing/services/two-people";
import { verifyDay } from "@/server/testing/services/verify-day";
import { startWorld, type World } from "@/server/testing/services/world";
import { listLines } from "../approval/list-lines";
import { stopDay } from "../day/stop-day";
import { readDay } from "../published/read-day";
import { checkEligibility } from "./check-eligibility";
import { estimateToday } from "./estimate";

let world: World;
afterEach(() => world.stop());

async function expectedOf(player: number) {
  const answer = await checkEligibility(world.ctx, { address: world.players[player]?.wallet.address ?? "" });
  if (answer.kind !== "assessed") throw new Error("a player has a base address");
  return answer;
}

/** Lets days end while this one is stopped; the last one is running then. */
async function standStill(dayIndex: number, until: number): Promise<void> {
  const userId = await addPerson(world.ctx.db, "Olga", "operator");
  await stopDay(world.ctx, { dayIndex, userId, reason: "I want to look at this first." });
  await liveUntil(world, async () => (await stateOf(world, until)) === "OPEN");
}

it("what is owed is promised once: the first day that has ended settles it, and today's estimate does not", async () => {
  world = await startWorld({
    potLovelace: 30_000_000n,
    players: [
      { tokens: 980n, plays: true },
      { tokens: 20n, plays: true },
    ],
  });
  const { firstDay } = world;
  await liveUntil(world, async () => (await stateOf(world, firstDay + 1)) === "OPEN");
  await liveToState(world, firstDay, "PAID");
  await standStill(firstDay + 1, firstDay + 4);
  const { expected, uncalculated, dayIndex } = await expectedOf(1);
  expect(dayIndex).toBe(firstDay + 4);
  expect(uncalculated).toEqual({ days: 3, firstDay: firstDay + 1, lastDay: firstDay + 3 });
  expect(expected).toMatchObject({
    earnedLovelace: 600_000n,
    openingLovelace: 0n,
    payoutLovelace: 0n,
    carriedLovelace: 600_000n,
    settledBeforeLovelace: 600_000n,
  });
  await releaseByTwo(world, firstDay + 1);
  await liveToState(world, firstDay + 1, "PAID");
  const tiny = world.players[1]?.wallet.address;
  const first = await verifyDay(world, firstDay + 1);
  expect(first.lines.find(({ address }) => address === tiny)?.payoutLovelace).toBe(1_200_000n);
});

it("the pot is what is left of the pool once earlier days have taken theirs, paid or not", async () => {
  world = await startWorld({ rules: { pot: { kind: "share-of-pool", basisPoints: 1_000 } } });
  const { firstDay } = world;
  await stepToState(world, firstDay, "APPROVED");
  await standStill(firstDay, firstDay + 3);
  await scan(world);
  const { potLovelace, dayIndex, uncalculated } = await estimateToday(world.ctx);
  expect(uncalculated).toMatchObject({ days: 2 });
  await releaseByTwo(world, firstDay);
  await liveToState(world, dayIndex, "PAID");
  const days = [];
  for (let each = firstDay; each <= dayIndex; each++) days.push(await readDay(world.ctx, { day: String(each) }));
  const published = days.at(-1)?.report?.totals.potLovelace ?? 0n;
  // Fees come out of the pool too, and only a tenth of them out of the pot.
  expect(potLovelace).toBeGreaterThanOrEqual(published);
  expect(potLovelace - published).toBeLessThanOrEqual(sum(days.map(({ feeLovelace }) => feeLovelace ?? 0n)));
});

it("what a plan left unpaid when it was ended is told as owed, and promised by no day after the next", async () => {
  world = await startWorld({
    players: [10n, 20n, 30n].map((tokens) => ({ tokens, plays: true })),
    potLovelace: 60_000_000n,
    operations: { mostOutputsInBatch: 1, mostInFlight: 1 },
  });
  const { firstDay } = world;
  await stepUntil(world, async () => (await attemptState(world, firstDay, 1)) === "IN_LEDGER");
  await govern(world, { kind: "cancel" });
  await liveToState(world, firstDay, "PART_PAID");
  await standStill(firstDay + 1, firstDay + 3);
  const lines = await listLines(world.ctx.db, firstDay, { limit: 10 });
  for (const { address, batchNo, payoutLovelace } of lines.lines) {
    const player = world.players.findIndex(({ wallet }) => wallet.address === address);
    const { expected } = await expectedOf(player);
    expect(expected.settledBeforeLovelace).toBe(batchNo === 1 ? 0n : payoutLovelace);
    expect(expected).toMatchObject({ openingLovelace: 0n, payoutLovelace: expected.earnedLovelace });
  }
});
