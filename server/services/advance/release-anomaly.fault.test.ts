import { desc } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { day } from "@/db/schema";
import { addPerson } from "@/server/testing/services/add-person";
import { liveUntil } from "@/server/testing/services/pass-time";
import { startWorld, type World } from "@/server/testing/services/world";
import { loadDay } from "../day/load-day";
import { releaseDay } from "../day/release-day";

let world: World;
beforeAll(async () => {
  // Any share of a day counts as too large, once there is an earlier day to compare with.
  world = await startWorld({ operations: { anomalies: { minimumDays: 1, largestShare: 1 } } });
});
afterAll(() => world.stop());

test("two people release a day that an anomaly stopped; it is not stopped for it again, and is paid", async () => {
  const { db } = world.ctx;
  const frozen = async () =>
    (await db.select().from(day).orderBy(desc(day.dayIndex))).find((row) => row.state === "FROZEN");
  await liveUntil(world, async () => (await frozen()) !== undefined);
  const stopped = await frozen();
  if (!stopped) throw new Error("no day was stopped");
  const { dayIndex } = stopped;
  expect(stopped).toMatchObject({
    frozenFrom: "CALCULATED",
    stopReason: {
      kind: "anomalies",
      anomalies: expect.arrayContaining([expect.objectContaining({ rule: "concentration" })]),
    },
  });
  const [ann, ben] = [await addPerson(db, "Ann", "approver"), await addPerson(db, "Ben", "approver")];
  const act = { kind: "request", exit: "release", reason: "Two holders share everything, as they should." } as const;
  await releaseDay(world.ctx, { dayIndex, userId: ann, act });
  await releaseDay(world.ctx, { dayIndex, userId: ben, act: { kind: "confirm" } });
  await liveUntil(world, async () => (await loadDay(db, dayIndex)).state === "PAID");
});
