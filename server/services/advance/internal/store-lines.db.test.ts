import { asc, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { rewardLine } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { withTransaction } from "@/db/transaction";
import type { RewardLine } from "@/server/domain/rewards/reward-line";
import { BYRON_ADDRESS, keyAddress } from "@/server/testing/domain/fixtures";
import { storeLines } from "./store-lines";

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

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

const store = (lines: readonly RewardLine[], batchOf?: ReadonlyMap<string, number>) =>
  withTransaction(test.db, (tx) => storeLines(tx, 1, lines, batchOf));

/** The lines, and the rows that hold them: a row that is written again is another one. */
async function stored() {
  const rows = await test.db
    .select({ line: rewardLine, row: sql<string>`ctid::text || xmin::text` })
    .from(rewardLine)
    .orderBy(asc(rewardLine.address));
  return { lines: rows.map(({ line }) => line), rows: rows.map(({ row }) => row) };
}

it("writes lines that are not there as they are, and leaves those alone that are", async () => {
  await store(LINES);
  const first = await stored();
  const byAddress = new Map(first.lines.map(({ dayIndex: _, batchNo, ...line }) => [line.address, { line, batchNo }]));
  expect(LINES.map(({ address }) => byAddress.get(address))).toEqual(LINES.map((line) => ({ line, batchNo: null })));
  await store([...LINES].reverse());
  expect(await stored()).toEqual(first);
});

it("writes them again when any field, batch or number of lines is another", async () => {
  const [one, ...rest] = LINES;
  if (!one) throw new Error("no line");
  const others: RewardLine[] = [
    { ...one, identity: "key:x" },
    { ...one, quantity: one.quantity + 1n },
    { ...one, earnedLovelace: 6n, openingLovelace: 1n },
    { ...one, payoutLovelace: 0n, carriedLovelace: 7n },
    { ...one, reason: "excluded" },
    { ...one, address: keyAddress(77) },
  ];
  for (const other of others) {
    await store(LINES);
    await store([other, ...rest]);
    expect((await stored()).lines).toContainEqual({ ...other, dayIndex: 1, batchNo: null });
  }
  await store(rest);
  expect((await stored()).lines).toHaveLength(rest.length);
  await store(rest, new Map([[rest[1]?.address ?? "", 3]]));
  expect((await stored()).lines.filter(({ batchNo }) => batchNo === 3)).toHaveLength(1);
  await store([]);
  expect((await stored()).lines).toEqual([]);
});
