import { afterAll, beforeAll, expect, it } from "vitest";
import { JOBS } from "@/server/jobs/jobs";
import { runJob } from "@/server/jobs/run-job";
import { readPoolMoves } from "@/server/testing/services/pool-moves";
import { liveToState, mineUntil, scan, stepToState } from "@/server/testing/services/steps";
import { verifyDay } from "@/server/testing/services/verify-day";
import { startWorld, type World } from "@/server/testing/services/world";
import { INTERVAL_MS } from "@/server/testing/services/world-terms";

/** The most that a pool may want. */
const MIN_GAP_MS = INTERVAL_MS / 2;
let world: World;
beforeAll(async () => {
  world = await startWorld({ minGapMs: MIN_GAP_MS });
});
afterAll(() => world.stop());

it("a Commit that the pool does not take yet is waited for: it says until when, and nobody is asked for help", async () => {
  const { firstDay, control, ctx } = world;
  // Two days have ended, so that the second is ready as soon as the first is paid.
  await mineUntil(world, (firstDay + 3) * INTERVAL_MS);
  await liveToState(world, firstDay, "PAID");
  await stepToState(world, firstDay + 1, "APPROVED");
  const { result, detail } = await JOBS.advance(ctx);
  expect(result).toBe("waiting");
  const [, until = ""] = /^until (\S+): the pool wants a gap between two Commits/.exec(detail) ?? [];
  const commits = (await readPoolMoves(world)).filter(({ redeemer }) => redeemer?.kind === "commit");
  expect(commits).toHaveLength(1);
  await mineUntil(world, Date.parse(until));
  await scan(world);
  // Other days have their steps as well.
  expect((await runJob(ctx, "advance")).result).not.toBe("waiting");
  expect((await control.state()).mempool).toHaveLength(1);
  await liveToState(world, firstDay + 1, "PAID");
  await verifyDay(world, firstDay + 1, { holdings: null });
});
