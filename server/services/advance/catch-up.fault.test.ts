import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { SIGNED_DAY_STATES } from "@/server/domain/day/states";
import { readOverview } from "@/server/services/overview/read-overview";
import { readDay } from "@/server/services/published/read-day";
import { readPoolView } from "@/server/services/published/read-pool-view";
import { dayOf, stateOf } from "@/server/testing/services/look";
import { liveUntil } from "@/server/testing/services/pass-time";
import { readPoolMoves } from "@/server/testing/services/pool-moves";
import { verifyDay } from "@/server/testing/services/verify-day";
import { startWorld, type World } from "@/server/testing/services/world";

/** Ten per cent of what is free in the pool: a late day must not share out money that is already promised. */
const SHARE = { kind: "share-of-pool", basisPoints: 1_000 };
const BLOCKS_A_DAY = 12;
const SIGNED = new Set<string>(SIGNED_DAY_STATES);

let world: World;
beforeAll(async () => {
  world = await startWorld({ rules: { pot: SHARE } });
});
afterAll(() => world.stop());

it("three missed days are caught up, oldest first, each with a share of what the one before left", async () => {
  const { firstDay, control } = world;
  await control.mine(3 * BLOCKS_A_DAY);
  await liveUntil(world, async () => SIGNED.has(await stateOf(world, firstDay)));
  await everyPageSaysTheSame(firstDay);
  await liveUntil(world, async () => (await stateOf(world, firstDay + 2)) === "FINAL");

  const commits = (await readPoolMoves(world)).flatMap(({ redeemer }) =>
    redeemer?.kind === "commit" ? [redeemer.day] : [],
  );
  expect(commits.slice(0, 3)).toEqual([firstDay, firstDay + 1, firstDay + 2]);
  const reports = [];
  for (const dayIndex of [firstDay, firstDay + 1, firstDay + 2]) {
    reports.push(await verifyDay(world, dayIndex, { holdings: null }));
    expect((await dayOf(world, dayIndex)).state).toBe("FINAL");
  }
  for (const [index, found] of reports.entries()) {
    expect(found.totals.potLovelace).toBe(found.freePoolLovelace / 10n);
    const before = reports[index - 1];
    if (!before) continue;
    // At all three snapshots the pool had paid nothing yet, but what the day before pays is not free.
    expect(found.freePoolLovelace).toBeLessThanOrEqual(before.freePoolLovelace - before.totals.payoutLovelace);
  }
});

/** Landing page, console and the day's own page agree on when the oldest unfinished day is due, here a late one. */
async function everyPageSaysTheSame(dayIndex: number): Promise<void> {
  const { ctx } = world;
  const { next } = (await readPoolView(ctx)) ?? {};
  const overview = await readOverview(ctx, { userId: randomUUID(), nowMs: Date.now() });
  const { schedule } = await readDay(ctx, { day: String(dayIndex) });
  expect(next).toMatchObject({ dayIndex, times: schedule });
  expect(overview.next).toMatchObject({ dayIndex, times: schedule, moment: next?.moment });
}
