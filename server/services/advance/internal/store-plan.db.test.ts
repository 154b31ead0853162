import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { day, ledgerAccount, rewardLine } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import type { ReportInput } from "@/server/domain/report/write-report";
import { calculateRewards } from "@/server/domain/rewards/calculate";
import {
  COINS_PER_BYTE,
  keyAddress,
  POOL_TERMS,
  REPORT_FRAME,
  snapshotBlock,
  testRules,
} from "@/server/testing/domain/fixtures";
import { playedOnce, snapshotOf } from "@/server/testing/domain/random-snapshot";
import { NO_REPORT_STORE } from "@/server/testing/services/no-report-store";
import { stageLines } from "../../day/stage-lines";
import { keepReport } from "../../reports/keep-report";
import { storePlan } from "./store-plan";

const LINES = 20_000;

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

/** Everybody earns 1,000 lovelace, which no output may hold. */
function reportOfDust(): ReportInput {
  const seeds = Array.from({ length: LINES }, (_, index) => index + 1);
  const holdings = seeds.map((seed) => ({ address: keyAddress(LINES + seed, seed), quantity: 1n }));
  const rules = testRules();
  const snapshot = snapshotOf(holdings, playedOnce(...seeds));
  const potLovelace = BigInt(LINES) * 1000n;
  const terms = { rules, coinsPerUtxoByte: COINS_PER_BYTE, poolTerms: POOL_TERMS };
  const calculation = calculateRewards({ ...terms, opening: [], open: [], isClosed: false, snapshot, potLovelace });
  return {
    ...terms,
    ...REPORT_FRAME,
    dayIndex: snapshot.dayIndex,
    block: snapshotBlock(1000),
    freePoolLovelace: potLovelace,
    calculation,
    batches: [],
  };
}

it("closes a day of 20,000 earning lines with nothing payable, and books what it carries", async () => {
  const { db } = test;
  const input = reportOfDust();
  const { dayIndex } = input;
  const reportStore = NO_REPORT_STORE;
  const report = await keepReport({ db, reportStore }, input);
  const { lines } = input.calculation;
  const [row] = await db.insert(day).values({ dayIndex, state: "CHECKED", stateSinceMs: 0 }).returning();
  if (!row) throw new Error("the day was not written");
  const plan = { kind: "plan", batches: [], findings: [] } as const;
  const lineSetId = await stageLines(db, dayIndex, lines);
  await storePlan(db, row, { plan, report, lineSetId, height: 0, atMs: 0 }, async () => undefined);
  const [after] = await db.select().from(day).where(eq(day.dayIndex, dayIndex));
  expect(after).toMatchObject({ state: "CLOSED", reportHash: report.hash, batches: 0, totalLovelace: 0n });
  const [stored] = await db
    .select({ lines: sql<number>`count(*)::int`, carried: sql<bigint>`sum(carried_lovelace)` })
    .from(rewardLine);
  expect(stored).toEqual({ lines: LINES, carried: BigInt(LINES) * 1000n });
  const [owed] = await db.select().from(ledgerAccount).where(eq(ledgerAccount.account, "owed"));
  expect(owed?.balanceLovelace).toBe(BigInt(LINES) * 1000n);
});
