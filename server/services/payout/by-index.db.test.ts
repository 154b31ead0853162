import { and, eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Transaction } from "@/db/client";
import { day, rewardLine } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { id, type LargeDay, writeLineSet, writePaidDay } from "@/server/testing/services/large-day";
import { openingBalances } from "../day/read-snapshot";
import { newDeposits } from "../ledger/internal/post-deposits";
import { ofDay } from "../lines-of-day";
import { liveAttempts } from "./attempts";
import { readLineage } from "./lineage";

/** Enough of other days that reading all of it is the slower way. */
const OTHERS = 20_000;

let test: TestDatabase;
let large: LargeDay;
beforeAll(async () => {
  test = await createTestDatabase();
  const { db } = test;
  large = await writePaidDay(db, 20_000);
  await db.execute(sql`
    insert into pool_utxo (tx_hash, output_index, address, lovelace, plan, status, commitment, output, created_height,
      spent_height, spent_tx_hash)
    select 'other' || n, 0, 'pool', 1, 'plan' || (n / 10), 'idle', '', '{}', 9999 + n, 10000 + n, 'other' || (n + 1)
    from generate_series(1, ${OTHERS}::int) n`);
  await db.insert(day).values({ dayIndex: 2, state: "FINAL", stateSinceMs: 0 });
  await db.execute(sql`
    insert into day (day_index, state, state_since_ms) select 2 + n, 'OPEN', 0 from generate_series(1, ${OTHERS}::int) n`);
  const setId = await writeLineSet(db, 2, OTHERS);
  await db.execute(sql`
    insert into reward_line (set_id, address, identity, quantity, earned_lovelace, opening_lovelace, payout_lovelace,
      carried_lovelace, reason)
    select ${setId}::int, 'addr' || n, 'id' || n, 1, 5, 0, case when n % 1000 = 0 then 0 else 5 end,
      case when n % 1000 = 0 then 5 else 0 end, 'payable' from generate_series(1, ${OTHERS}::int) n`);
  await db.execute(sql`
    insert into attempt (day_index, kind, batch_no, state, tx_hash, tx_bytes, fee_lovelace, valid_until_slot, input_tx_hash,
      input_index, next_pool)
    select 1, 'pay', n, 'EXPIRED', 'tx' || n, '', 1, 1, '', 0, '{}' from generate_series(1, ${OTHERS}::int) n`);
  await db.execute(sql`insert into ledger_account (account) values ('pool')`);
  await db.execute(sql`
    insert into ledger_entry (reference, kind, account, lovelace)
    select 'tx:' || n || ':deposited', 'deposited', 'pool', 1 from generate_series(1, ${OTHERS}::int) n`);
  await db.execute(sql`analyze`);
});
afterAll(() => test.drop());

/** How often `work` read a table from one end to the other. Counts are of a session: those before are taken off. */
async function wholeReads(work: (tx: Transaction) => Promise<unknown>): Promise<Record<string, number>> {
  return test.db.transaction(async (tx) => {
    const before = await readsSoFar(tx);
    await work(tx);
    const after = await readsSoFar(tx);
    const own = [...after].map(([table, reads]) => [table, reads - (before.get(table) ?? 0)] as const);
    return Object.fromEntries(own.filter(([, reads]) => reads > 0));
  });
}

async function readsSoFar(tx: Transaction): Promise<Map<string, number>> {
  const rows = await tx.execute<{ table: string; reads: number }>(sql`
    select relname as table, seq_scan::int as reads from pg_stat_xact_user_tables where schemaname = 'public'`);
  return new Map(rows.map(({ table, reads }) => [table, reads]));
}

it("counts such reads", async () => {
  const everything = (tx: Transaction) => tx.execute(sql`select sum(lovelace) from pool_utxo`);
  expect(await wholeReads(everything)).toEqual({ pool_utxo: 1 });
});

it("finds a plan's lineage by index, whatever else the pool has paid", async () => {
  const reads = await wholeReads(async (tx) => {
    const lineage = await readLineage(tx, large.day.planDigest ?? "");
    expect(lineage.commit).toEqual({ txHash: id(3, 0), height: 2 });
    expect(lineage.paid.size).toBe(80);
    expect(lineage.paid.get(id(2, 7))).toEqual({ txHash: id(3, 7), height: 9 });
    expect(lineage.ended).toBeNull();
  });
  expect(reads).toEqual({});
});

it("finds a batch, what a day carries, deposits and attempts by index", async () => {
  const reads = await wholeReads(async (tx) => {
    expect(await tx.$count(rewardLine, and(ofDay(1), eq(rewardLine.batchNo, 3)))).toBe(250);
    expect(await openingBalances(tx, 2)).toHaveLength(20);
    expect(await newDeposits(tx, 40_000)).toHaveLength(1);
    expect(await liveAttempts(tx, 1, 0)).toEqual([]);
  });
  expect(reads).toEqual({});
});
