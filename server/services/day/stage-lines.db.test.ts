import { asc, eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { day, lineSet, rewardLine } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { withTransaction } from "@/db/transaction";
import type { RewardLine } from "@/server/domain/rewards/reward-line";
import { BYRON_ADDRESS, keyAddress } from "@/server/testing/domain/fixtures";
import { LostRace } from "../lost-race";
import { areTheDays, claimLines, stageLines } from "./stage-lines";
import { sweepLineSets } from "./sweep-line-sets";

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

beforeEach(async () => {
  await test.db.execute(sql`truncate day, line_set, reward_line cascade`);
  await test.db.insert(day).values({ dayIndex: 1, state: "SNAPSHOT", stateSinceMs: 0 });
});

const LINES: RewardLine[] = [BYRON_ADDRESS, ...[1, 2, 3, 4, 5].map((seed) => keyAddress(seed, seed + 1))].map(
  (address, index) => ({
    address,
    identity: `key:${index}`,
    quantity: 2n ** 80n + BigInt(index),
    earnedLovelace: 5n,
    openingLovelace: 2n,
    payoutLovelace: index % 2 === 0 ? 7n : 0n,
    carriedLovelace: index % 2 === 0 ? 0n : 7n,
    reason: index % 2 === 0 ? "payable" : "below-minimum",
  }),
);

const stage = (lines: readonly RewardLine[], batchOf?: ReadonlyMap<string, number>) =>
  stageLines(test.db, 1, lines, batchOf);
const stored = (id: number) =>
  test.db.select().from(rewardLine).where(eq(rewardLine.setId, id)).orderBy(asc(rewardLine.address));

/** Claims a set, and points the day at it. */
async function give(lineSetId: number) {
  await withTransaction(test.db, async (tx) => {
    await claimLines(tx, lineSetId);
    await tx.update(day).set({ lineSetId }).where(eq(day.dayIndex, 1));
  });
  const [row] = await test.db.select().from(day);
  if (!row) throw new Error("no day");
  return row;
}

const makeOld = () => test.db.update(lineSet).set({ writtenAt: sql`now() - interval '2 hours'` });

it("writes lines as they are, each in its batch, and the same lines once", async () => {
  const batchOf = new Map([[LINES[2]?.address ?? "", 3]]);
  const id = await stage(LINES, batchOf);
  const byAddress = new Map((await stored(id)).map(({ setId: _, ...line }) => [line.address, line]));
  const expected = LINES.map((line) => ({ ...line, batchNo: batchOf.get(line.address) ?? null }));
  expect(LINES.map(({ address }) => byAddress.get(address))).toEqual(expected);
  expect(await Promise.all([stage(LINES, batchOf), stage(LINES, batchOf)])).toEqual([id, id]);
  expect(await stored(id)).toHaveLength(LINES.length);
});

it("gives other lines, another day, order or batch a set of their own", async () => {
  const [one, ...rest] = LINES;
  if (!one) throw new Error("no line");
  await test.db.insert(day).values({ dayIndex: 2, state: "SNAPSHOT", stateSinceMs: 0 });
  const others: RewardLine[] = [
    { ...one, identity: "key:x" },
    { ...one, quantity: one.quantity + 1n },
    { ...one, earnedLovelace: 6n, openingLovelace: 1n },
    { ...one, payoutLovelace: 0n, carriedLovelace: 7n },
    { ...one, reason: "excluded" },
    { ...one, address: keyAddress(77) },
  ];
  const ids = [await stage(LINES), await stage(rest), await stage([]), await stage([...rest, one])];
  for (const other of others) ids.push(await stage([other, ...rest]));
  ids.push(await stage(LINES, new Map([[one.address, 1]])), await stageLines(test.db, 2, LINES));
  expect(new Set(ids).size).toBe(ids.length);
});

it("goes on where a process died, and is no set that a day may have before it is whole", async () => {
  const id = await stage(LINES);
  await test.db.delete(rewardLine).where(eq(rewardLine.address, LINES[1]?.address ?? ""));
  await test.db.update(lineSet).set({ isWhole: false });
  await expect(give(id)).rejects.toThrow(LostRace);
  expect(await stage(LINES)).toBe(id);
  expect(await stored(id)).toHaveLength(LINES.length);
  await give(id);
});

it("says whether lines that were calculated again are those of the day", async () => {
  const row = await give(await stage(LINES));
  expect(await areTheDays(test.db, row, LINES)).toBe(true);
  expect(await areTheDays(test.db, row, LINES.slice(1))).toBe(false);
  expect(await areTheDays(test.db, { ...row, lineSetId: null }, LINES)).toBe(false);
});

it("deletes what no day has pointed at for an hour, and nothing else", async () => {
  const kept = await stage(LINES);
  await give(kept);
  const left = await stage(LINES.slice(1));
  await sweepLineSets(test.db);
  expect(await stored(left)).toHaveLength(LINES.length - 1);
  await makeOld();
  await sweepLineSets(test.db);
  await sweepLineSets(test.db);
  expect(await stored(left)).toEqual([]);
  expect((await test.db.select().from(lineSet)).map(({ id }) => id)).toEqual([kept]);
  await expect(give(left)).rejects.toThrow(LostRace);
});

it("finishes a deletion that was interrupted, while the same lines are staged anew", async () => {
  const doomed = await stage(LINES);
  await test.db.update(lineSet).set({ hash: null });
  await expect(give(doomed)).rejects.toThrow(LostRace);
  const fresh = await stage(LINES);
  expect(fresh).not.toBe(doomed);
  expect(await stored(doomed)).toEqual([]);
  await give(fresh);
});
