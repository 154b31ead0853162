import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { attempt } from "@/db/schema";
import { runJob } from "@/server/jobs/run-job";
import { endNextDay, liveToState, mineUntil, scan } from "@/server/testing/services/steps";
import { verifyDay } from "@/server/testing/services/verify-day";
import { startWorld, type World } from "@/server/testing/services/world";

const HOUR_MS = 3_600_000;
const POT = 1_000_000_000n;

let world: World;
beforeAll(async () => {
  world = await startWorld({
    potLovelace: POT,
    rules: { dayLimits: { totalLovelace: String(2n * POT), hourlyLovelace: String(POT) } },
    operations: { deadlineMs: 1.5 * HOUR_MS },
  });
});
afterAll(() => world.stop());

const batchOne = (dayIndex: number) =>
  world.ctx.db
    .select()
    .from(attempt)
    .where(and(eq(attempt.dayIndex, dayIndex), eq(attempt.batchNo, 1)));

it("a batch over the hourly limit is not built before it may be sent: it would expire while it waits", async () => {
  const first = await endNextDay(world);
  await liveToState(world, first, "PAID");
  const [sent] = await batchOne(first);
  const firstMs = sent?.firstBroadcastMs ?? 0;

  const second = await endNextDay(world);
  await liveToState(world, second, "PAYING");
  await mineUntil(world, firstMs + HOUR_MS - 60_000);
  await scan(world);
  expect((await runJob(world.ctx, "advance")).detail).toMatch(/were sent in the last hour/);
  expect(await batchOne(second)).toEqual([]);

  await liveToState(world, second, "PAID");
  const attempts = await batchOne(second);
  expect(attempts).toHaveLength(1);
  expect((attempts[0]?.firstBroadcastMs ?? 0) - firstMs).toBeGreaterThanOrEqual(HOUR_MS);
  await verifyDay(world, second, { holdings: null });
});
