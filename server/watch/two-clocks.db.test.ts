import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { incident, incidentSuspect } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { NO_CHANNELS } from "@/server/domain/monitoring/channel";
import { memoryLog } from "@/server/testing/memory-log";
import { lookOnce } from "./look-once";

/* Two watches, of which one is on a machine with a wrong clock. */

const MINUTE_MS = 60_000;
const { log } = memoryLog();
const trueNow = Date.now;

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => database.drop());

/** A look by a machine whose clock differs from the database's by so much. */
async function lookFrom(aheadMs: number): Promise<void> {
  const clock = vi.spyOn(Date, "now").mockImplementation(() => trueNow() + aheadMs);
  const signal = new AbortController().signal;
  const watched = { log, channels: NO_CHANNELS, siteUrl: "http://127.0.0.1:3000", certificates: [], signal };
  await lookOnce(database.db, watched, Date.now());
  clock.mockRestore();
}

const ofClock = async () => (await database.db.select().from(incident)).filter(({ kind }) => kind === "clock-wrong");

it.each([-75_000, 75_000])("what a clock %i ms ahead finds is kept as the other watch keeps it", async (aheadMs) => {
  await database.db.delete(incident);
  await lookFrom(aheadMs);
  const suspects = await database.db.select().from(incidentSuspect);
  expect(suspects.find(({ kind }) => kind === "clock-wrong")).toMatchObject({
    subject: expect.stringMatching(/database/),
  });
  // It has been so for long: as if each look since had found it.
  await database.db.update(incidentSuspect).set({ firstSeenAt: new Date(trueNow() - 3 * MINUTE_MS) });
  await lookFrom(0);
  const beforeMs = trueNow();
  await lookFrom(aheadMs);
  const openedMs = (await ofClock())[0]?.openedAt.getTime() ?? 0;
  // What is a part of a millisecond may be rounded up.
  expect(openedMs).toBeGreaterThanOrEqual(beforeMs);
  expect(openedMs).toBeLessThanOrEqual(trueNow() + 1);
  await lookFrom(0);
  expect(await ofClock()).toMatchObject([{ wellSince: null, comebacks: 0, resolvedAt: null }]);
});
