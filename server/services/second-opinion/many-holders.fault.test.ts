import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { followed } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import type { BlockHeader, ChainSource } from "@/server/domain/ports";
import { PRIZE_ASSET } from "@/server/testing/services/world-terms";
import type { Followed } from "../followed/followed";
import { compareTokens } from "./internal/compare-tokens";
import type { Witness } from "./internal/no-answer";

const HOLDERS = 100_000;
const MIB = 1024 * 1024;
const TIP: BlockHeader = { hash: "aa".repeat(32), height: 20, slot: 20, previousHash: null, timeMs: 20_000 };

let database: TestDatabase;
let token: Followed;
beforeAll(async () => {
  database = await createTestDatabase();
  const { db } = database;
  const row = { kind: "asset", subject: PRIZE_ASSET, readHeight: 20 } as const;
  const [made] = await db.insert(followed).values(row).returning();
  if (!made) throw new Error("the token was not written");
  token = made;
  await db.execute(sql`
    insert into address (text) select 'addr_test1' || md5(n::text) || md5((n + 1)::text)
    from generate_series(1, ${HOLDERS}::int) n`);
  // Each holds two outputs; one of them was made after the block that is compared.
  await db.execute(sql`
    insert into asset_utxo (asset_id, tx_hash, output_index, address_id, quantity, created_height)
    select ${made.id}::int, md5(a.id::text) || md5(a.text), n, a.id, a.id, case when n = 0 then 5 else 15 end
    from address a, generate_series(0, 1) n where n = 0 or a.id % 100 = 0`);
});
afterAll(() => database.drop());

it("holdings of 100,000 are compared in one pass, with what moved since, in bounded memory", async () => {
  const { db } = database;
  const told = await db.execute<{ address: string; quantity: string }>(sql`
    select a.text as address, sum(u.quantity)::text as quantity from asset_utxo u join address a on a.id = u.address_id
    group by a.text`);
  const holders = told.map(({ address, quantity }) => ({ address, quantity: BigInt(quantity) }));
  const supply = holders.reduce((sum, { quantity }) => sum + quantity, 0n);
  const witness = {
    name: "koios",
    kind: "koios",
    tip: async () => TIP,
    assetHolders: async () => holders,
    assetSupply: async () => supply,
    assetTransactions: async () => [],
  } as unknown as Witness;
  const source = { block: async () => TIP } as unknown as ChainSource;
  const compare = () => compareTokens({ db, source }, witness, { height: 10, token, tip: TIP });
  const before = process.memoryUsage().heapUsed;
  expect(await compare()).toMatchObject({ holders: HOLDERS, differences: { total: 0 } });
  expect((process.memoryUsage().heapUsed - before) / MIB).toBeLessThan(256);
  // One that lies about everybody is told with the first of them, and their number.
  for (const holder of holders) holder.quantity += 1n;
  const { differences } = await compare();
  expect(differences.total).toBe(HOLDERS);
  expect(differences.rows).toHaveLength(50);
});
