import { afterAll, beforeAll, expect, it } from "vitest";
import { dayOf, stateOf } from "@/server/testing/services/look";
import { liveUntil } from "@/server/testing/services/pass-time";
import { readPoolMoves } from "@/server/testing/services/pool-moves";
import { verifyDay } from "@/server/testing/services/verify-day";
import { startWorld, type World } from "@/server/testing/services/world";

/** Ten per cent of what is free in the pool, so that a day paid late must not share out what is spoken for. */
const SHARE = { kind: "share-of-pool", basisPoints: 1_000 };
const BLOCKS_A_DAY = 12;

let world: World;
beforeAll(async () => {
  world = await startWorld({ rules: { pot: SHARE } });
});
afterAll(() => world.stop());

it("three missed days are caught up, oldest first, each with a share of what the one before left", async () => {
  const { firstDay, control } = world;
  await control.mine(3 * BLOCKS_A_DAY);
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
    // All three snapshots are of a pool that had paid nothing yet, but what the day before pays is not free.
    expect(found.freePoolLovelace).toBeLessThanOrEqual(before.freePoolLovelace - before.totals.paidLovelace);
  }
});
