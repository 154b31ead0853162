import { isNull } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import * as schema from "@/db/schema";
import { fromStoredOutput } from "@/server/domain/chain-json";
import { type PoolState, readPool } from "@/server/domain/contract/read-pool";
import { decodeSettings, hashSettings } from "@/server/domain/contract/settings";
import type { Settings } from "@/server/domain/contract/types";
import { ServiceError } from "../errors";

export type PoolRow = typeof schema.pool.$inferSelect;

/** The pool as our own scan sees it. */
export type LivePool = PoolState & { readonly row: PoolRow; readonly settings: Settings };

/** Null before anything is deployed. */
export async function loadPoolRow(
  db: Database | Transaction,
): Promise<{ row: PoolRow; settings: Settings } | null> {
  const [row] = await db.select().from(schema.pool);
  return row ? { row, settings: decodeSettings(row.settings) } : null;
}

/**
 * The unspent output that holds the state token, by our own scan. Null while the scan has not reached the
 * deployment. Throws ServiceError when it is not a pool that we know: then nothing may be built on it.
 */
export async function loadLivePool(db: Database | Transaction): Promise<LivePool | null> {
  const pool = await loadPoolRow(db);
  if (!pool) return null;
  const [row, another] = await db
    .select()
    .from(schema.poolUtxo)
    .where(isNull(schema.poolUtxo.spentHeight))
    .limit(2);
  if (!row) return null;
  if (another)
    throw new ServiceError("unavailable", "two unspent outputs hold the state token: the scan is damaged");
  const reading = readPool(
    fromStoredOutput(JSON.parse(row.output)),
    pool.row.policyId,
    pool.settings.prizeAsset,
  );
  if (!reading.ok) throw new ServiceError("unavailable", reading.problem);
  if (reading.pool.datum.settingsHash !== hashSettings(pool.settings)) {
    throw new ServiceError(
      "unavailable",
      "the pool's settings on chain are not those that this database holds",
    );
  }
  return { ...reading.pool, ...pool };
}
