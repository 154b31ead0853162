import { type SQL, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import * as schema from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { scanChain } from "@/server/services/scan/scan-chain";
import type { World } from "./world";

/** Numbers that stand for names are told by the names; and nothing of what only says how reading went. */
const TABLES = {
  blocks: sql`select * from block_header order by height`,
  transactions: sql`select hash, height, block_hash, slot, time_ms, valid, runs_scripts, outputs, spends,
      array(select f.kind || ' ' || f.subject from followed f where f.id = any(subjects) order by 1) as concerns
    from chain_transaction order by hash`,
  tokens: sql`select f.subject, u.tx_hash, u.output_index, a.text as address, u.quantity, u.created_height,
      u.spent_height, u.spent_tx_hash
    from asset_utxo u join followed f on f.id = u.asset_id join address a on a.id = u.address_id order by 1, 2, 3`,
  pools: sql`select * from pool_utxo order by tx_hash`,
  plays: sql`select f.subject, p.tx_hash, p.height, p.time_ms, i.text as identity, p.reason, p.lovelace, p.known_height
    from participation p join followed f on f.id = p.rule_id left join identity i on i.id = p.identity_id order by 1, 2`,
  followed: sql`select kind, subject, read_height from followed order by 1, 2`,
  state: sql`select height, hash, slot, time_ms, tip_height, tip_time_ms from source_state`,
};

/** All that the scanner has written, as text. */
export const dumpScan = (db: Database): Promise<string> => dump(db, TABLES);

/** The same without what goes by the time of reading: how far, and which blocks are still kept. */
export function dumpRead(db: Database): Promise<string> {
  const { transactions, tokens, pools, plays } = TABLES;
  return dump(db, { transactions, tokens, pools, plays });
}

async function dump(db: Database, queries: Readonly<Record<string, SQL>>): Promise<string> {
  const tables: Record<string, unknown> = {};
  for (const [name, query] of Object.entries(queries)) tables[name] = [...(await db.execute(query))];
  return JSON.stringify(tables, (_, value) => (typeof value === "bigint" ? `${value}n` : value), 1);
}

/** All of it as one hash a table, made where the rows are: of tables too large to be told as text. */
export async function digestScan(db: Database): Promise<string> {
  const digests: string[] = [];
  for (const [name, query] of Object.entries(TABLES)) {
    const [row] = await db.execute<{ digest: string }>(
      sql`select md5(coalesce(string_agg(t::text, E'\n'), '')) || ' of ' || count(*) as digest from (${query}) t`,
    );
    digests.push(`${name}: ${row?.digest}`);
  }
  return digests.join("; ");
}

/** The scan of a database that has never seen anything but the chain as it is now. */
export function dumpFreshScan(world: Pick<World, "ctx">): Promise<string> {
  return withFreshScan(world, dumpScan);
}

/** Scans the chain as it is now into a database of its own, which `work` then has. */
export async function withFreshScan<T>(
  world: Pick<World, "ctx">,
  work: (db: TestDatabase["db"]) => Promise<T>,
): Promise<T> {
  const database: TestDatabase = await createTestDatabase();
  try {
    await database.db.insert(schema.pool).values(await world.ctx.db.select().from(schema.pool));
    for (const row of await world.ctx.db.select().from(schema.rulesVersion)) {
      await database.db.insert(schema.rulesVersion).values(row);
    }
    for (const row of await world.ctx.db.select().from(schema.operationsVersion)) {
      await database.db.insert(schema.operationsVersion).values(row);
    }
    while ((await scanChain({ ...world.ctx, db: database.db })).result === "again");
    return await work(database.db);
  } finally {
    await database.drop();
  }
}
