import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { day, lineSet, rewardLine } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { writeLineSet } from "@/server/testing/services/large-day";
import { NAMED_CHANGES, recipientChanges } from "./recipient-changes";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** A day that pays these amounts by address; what pays nothing is carried. */
async function writeDay(dayIndex: number, paid: Record<string, bigint>): Promise<void> {
  const { db } = database;
  await db.insert(day).values({ dayIndex, state: "PAID", stateSinceMs: 1 });
  const setId = await writeLineSet(db, dayIndex, Object.keys(paid).length);
  await db.insert(rewardLine).values(
    Object.entries(paid).map(([address, lovelace]) => ({
      setId,
      address,
      identity: address,
      quantity: 1n,
      earnedLovelace: lovelace === 0n ? 5n : lovelace,
      openingLovelace: 0n,
      payoutLovelace: lovelace,
      carriedLovelace: lovelace === 0n ? 5n : 0n,
      reason: lovelace === 0n ? ("below-minimum" as const) : ("payable" as const),
    })),
  );
}

it("names new, gone and changed recipients, the greatest difference first, and counts the rest", async () => {
  await writeDay(1, { same: 10n, less: 100n, more: 10n, left: 70n, carried: 4n, dust: 0n });
  await writeDay(2, { same: 10n, less: 20n, more: 15n, came: 30n, carried: 0n, dust: 8n });
  expect(await recipientChanges(database.db, { dayIndex: 2, beforeDay: 1 })).toEqual({
    beforeDay: 1,
    fresh: {
      recipients: 2,
      differenceLovelace: 38n,
      most: [
        { address: "came", nowLovelace: 30n, beforeLovelace: 0n },
        { address: "dust", nowLovelace: 8n, beforeLovelace: 0n },
      ],
    },
    gone: {
      recipients: 2,
      differenceLovelace: -74n,
      most: [
        { address: "left", nowLovelace: 0n, beforeLovelace: 70n },
        { address: "carried", nowLovelace: 0n, beforeLovelace: 4n },
      ],
    },
    changed: {
      recipients: 2,
      differenceLovelace: -75n,
      most: [
        { address: "less", nowLovelace: 20n, beforeLovelace: 100n },
        { address: "more", nowLovelace: 15n, beforeLovelace: 10n },
      ],
    },
    unchanged: 1,
  });
});

it("names no more than a few of many, and counts all", async () => {
  const many = Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`a${n}`, BigInt(n + 1)]));
  await writeDay(3, { nobody: 0n });
  await writeDay(4, many);
  const changes = await recipientChanges(database.db, { dayIndex: 4, beforeDay: 3 });
  expect(changes?.fresh).toMatchObject({ recipients: 40, differenceLovelace: 820n });
  expect(changes?.fresh.most.map(({ address }) => address)).toEqual(["a39", "a38", "a37", "a36", "a35"]);
  expect(changes?.fresh.most).toHaveLength(NAMED_CHANGES);
});

it("compares two days once, and again when one of them is read anew", async () => {
  const { db } = database;
  const ask = () => recipientChanges(db, { dayIndex: 2, beforeDay: 1 });
  const [first, again] = [await ask(), await ask()];
  expect(again).toBe(first);
  const [set] = await db
    .insert(lineSet)
    .values({ dayIndex: 2, hash: "ab".repeat(32), lines: 0 })
    .returning();
  await db.update(day).set({ lineSetId: set?.id }).where(eq(day.dayIndex, 2));
  expect(await ask()).toMatchObject({ fresh: { recipients: 0 }, gone: { recipients: 5 } });
});

it("compares nothing with a day that has no lines", async () => {
  await database.db.insert(day).values({ dayIndex: 9, state: "OPEN", stateSinceMs: 1 });
  expect(await recipientChanges(database.db, { dayIndex: 9, beforeDay: 1 })).toBeNull();
});
