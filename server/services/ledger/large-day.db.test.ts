import { asc, eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, it } from "vitest";
import { batch, day, ledgerAccount, rewardLine } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { writeLineSet, writePaidDay } from "@/server/testing/services/large-day";
import { ofDay } from "../lines-of-day";
import { settleDay } from "../payout/internal/settle-day";

const LINES = 20_000;
const EACH_LOVELACE = 2_000_000n;

let test: TestDatabase;
beforeEach(async () => {
  test = await createTestDatabase();
});
afterEach(() => test.drop());

const balances = async () =>
  Object.fromEntries(
    (await test.db.select().from(ledgerAccount)).map(({ account, balanceLovelace }) => [account, balanceLovelace]),
  );

it("makes a paid day of 20,000 earning lines FINAL, and books it once", async () => {
  const { db } = test;
  const { ctx, day: row, look } = await writePaidDay(db, LINES);
  expect(await settleDay(ctx, row, look)).toBe(true);
  const [after] = await db.select().from(day).where(eq(day.dayIndex, row.dayIndex));
  expect(after?.state).toBe("FINAL");
  const paid = BigInt(LINES) * EACH_LOVELACE;
  const fees = 400_000n * 81n;
  const funded = 10n ** 13n;
  expect(await balances()).toEqual({ outside: -funded, pool: funded - paid - fees, owed: 0n, paid, fees });
  expect(await settleDay(ctx, { ...row, state: "FINAL" }, look)).toBe(false);
});

it("does not make a day FINAL whose lines are not what its batches paid", async () => {
  const { db } = test;
  const { ctx, day: row, look } = await writePaidDay(db, LINES);
  const [line] = await db.select().from(rewardLine).orderBy(asc(rewardLine.address)).limit(1);
  const address = line?.address ?? "";
  await db.update(rewardLine).set({ batchNo: 2 }).where(eq(rewardLine.address, address));
  await expect(settleDay(ctx, row, look)).rejects.toThrow(/batch [12], pay/);
  await db.update(rewardLine).set({ batchNo: 1 }).where(eq(rewardLine.address, address));
  await db.insert(batch).values({ ...(await firstBatch()), batchNo: 99 });
  await expect(settleDay(ctx, row, look)).rejects.toThrow(/has no lines/);
});

it("does not make a day FINAL that opens with other than the day before carried", async () => {
  const { db } = test;
  const { ctx, day: row, look } = await writePaidDay(db, LINES);
  const [line] = await db.select().from(rewardLine).limit(1);
  if (!line) throw new Error("no line");
  await db.insert(day).values({ dayIndex: row.dayIndex - 1, state: "CLOSED", stateSinceMs: 0 });
  const { address } = line;
  const setId = await writeLineSet(db, row.dayIndex - 1, 1);
  const before = { ...line, setId, batchNo: null, payoutLovelace: 0n, earnedLovelace: 7n };
  await db.insert(rewardLine).values({ ...before, carriedLovelace: 7n, reason: "below-minimum" });
  await expect(settleDay(ctx, row, look)).rejects.toThrow(`for ${address}; 7 were left from before`);
  await db
    .update(rewardLine)
    .set({ openingLovelace: 7n, earnedLovelace: EACH_LOVELACE - 7n })
    .where(ofDay(row.dayIndex));
  await expect(settleDay(ctx, row, look)).rejects.toThrow("opens with 7 lovelace");
});

async function firstBatch() {
  const [row] = await test.db.select().from(batch).limit(1);
  if (!row) throw new Error("no batch");
  return row;
}
