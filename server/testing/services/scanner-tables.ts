import type { Database } from "@/db/client";
import * as schema from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { runJob } from "@/server/jobs/run-job";
import type { World } from "./world";

/** All that the scanner has written, as text, but for when our own clock says it was read. */
export async function dumpScan(db: Database): Promise<string> {
  const tables = {
    blocks: await db.select().from(schema.blockHeader).orderBy(schema.blockHeader.height),
    transactions: await db.select().from(schema.chainTransaction).orderBy(schema.chainTransaction.hash),
    tokens: await db.select().from(schema.assetUtxo).orderBy(schema.assetUtxo.txHash, schema.assetUtxo.outputIndex),
    pools: await db.select().from(schema.poolUtxo).orderBy(schema.poolUtxo.txHash),
    plays: await db.select().from(schema.participation).orderBy(schema.participation.txHash),
    state: (await db.select().from(schema.sourceState)).map(({ readAt: _, ...row }) => row),
  };
  return JSON.stringify(tables, (_, value) => (typeof value === "bigint" ? `${value}n` : value), 1);
}

/** The scan of a database that has never seen anything but the chain as it is now. */
export async function dumpFreshScan(world: World): Promise<string> {
  const database: TestDatabase = await createTestDatabase();
  try {
    await database.db.insert(schema.pool).values(await world.ctx.db.select().from(schema.pool));
    for (const { version: _, ...row } of await world.ctx.db.select().from(schema.rulesVersion)) {
      await database.db.insert(schema.rulesVersion).values(row);
    }
    await runJob({ ...world.ctx, db: database.db }, "scan");
    return await dumpScan(database.db);
  } finally {
    await database.drop();
  }
}
