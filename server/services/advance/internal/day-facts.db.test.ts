import { afterAll, beforeAll, expect, it } from "vitest";
import { day, report, rewardLine } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import type { DayState } from "@/server/domain/day/states";
import { storedFactsOf } from "@/server/domain/report/facts";
import { sampleReport } from "@/server/testing/domain/sample-plan";
import { writeLineSet } from "@/server/testing/services/large-day";
import { dayHistory } from "./day-facts";

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

/** A day whose report has a manifest that nobody could parse: its facts are all that later days read. */
async function write(dayIndex: number, state: DayState, earned: Record<string, bigint[]>): Promise<void> {
  const { db } = test;
  const { manifest } = sampleReport(90_000_000n + BigInt(dayIndex));
  const hash = `report of ${dayIndex}`;
  await db.insert(day).values({ dayIndex, state, stateSinceMs: 0, reportHash: hash });
  const facts = storedFactsOf(manifest);
  await db.insert(report).values({ hash, dayIndex, manifest: "{", partHashes: [], facts });
  const setId = await writeLineSet(db, dayIndex, 0);
  const lines = Object.entries(earned).flatMap(([identity, amounts]) =>
    amounts.map((earnedLovelace, n) => ({
      setId,
      address: `${identity} ${n}`,
      identity,
      quantity: 1n,
      earnedLovelace,
      openingLovelace: 0n,
      payoutLovelace: earnedLovelace,
      carriedLovelace: 0n,
      reason: "payable" as const,
    })),
  );
  await db.insert(rewardLine).values(lines);
}

it("compares with the newest paid days, without reading their reports", async () => {
  await write(1, "FINAL", { ann: [1000n] });
  await write(2, "FINAL", { ann: [3n, 4n], bob: [9n], eve: [50n] });
  await write(3, "CLOSED", { ann: [500n] });
  await write(4, "PAID", { ann: [5n], bob: [2n], zoe: [0n] });
  await write(6, "PAID", { ann: [700n] });
  const paid = new Map(["ann", "bob", "zoe", "new"].map((identity) => [identity, 1n]));
  const today = { dayIndex: 5, totalLovelace: 4n, participants: 4, holders: 4, paid };
  const history = await dayHistory(test.db, today, 2);
  expect(history.days).toEqual([
    { dayIndex: 4, totalLovelace: 90_000_004n, participants: 3, holders: 3 },
    { dayIndex: 2, totalLovelace: 90_000_002n, participants: 3, holders: 3 },
  ]);
  expect([...history.highest].sort()).toEqual([
    ["ann", 7n],
    ["bob", 9n],
  ]);
});
