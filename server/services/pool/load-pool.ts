import { and, desc, eq, gt, isNotNull, isNull, lte, or, sql } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import * as schema from "@/db/schema";
import { fromStoredOutput } from "@/server/domain/cardano/stored-output";
import { decodeDatum } from "@/server/domain/contract/datum";
import { type PoolState, readPool } from "@/server/domain/contract/read-pool";
import { decodeSettings, hashSettings } from "@/server/domain/contract/settings";
import type { Settings } from "@/server/domain/contract/types";
import type { Height, Hex } from "@/server/domain/units";
import { ServiceError } from "../errors";
import { LostRace } from "../lost-race";

export type PoolRow = typeof schema.pool.$inferSelect;

/** The pool as our own scan sees it. */
export type LivePool = PoolState & { readonly row: PoolRow; readonly settings: Settings };

/** The pool that this installation pays from, and the settings in force by our scan. Null if there is none. */
export async function loadPoolRow(db: Database | Transaction): Promise<{ row: PoolRow; settings: Settings } | null> {
  const [row] = await db.select().from(schema.pool);
  if (!row) return null;
  const [newest] = await newestPoolOutputs(db, 1);
  const settings = newest?.datum
    ? await settingsByHash(db, row, decodeDatum(newest.datum).settingsHash)
    : decodeSettings(row.settings);
  return { row, settings: settings ?? decodeSettings(row.settings) };
}

/** The pool's outputs with a datum, backwards: the unspent one, and then as they were spent. */
export function newestPoolOutputs(db: Database | Transaction, limit: number) {
  const { txHash, datum, spentHeight, createdHeight } = schema.poolUtxo;
  return db
    .select({ txHash, datum })
    .from(schema.poolUtxo)
    .where(isNotNull(datum))
    .orderBy(sql`${spentHeight} desc nulls first`, desc(createdHeight))
    .limit(limit);
}

/** The pool as it was after a block; null before there was one, or after its end. */
export async function poolOutputAt(db: Database | Transaction, height: Height) {
  const { createdHeight, spentHeight } = schema.poolUtxo;
  const [row] = await db
    .select()
    .from(schema.poolUtxo)
    .where(and(lte(createdHeight, height), or(isNull(spentHeight), gt(spentHeight, height))))
    .orderBy(desc(createdHeight))
    .limit(1);
  return row ?? null;
}

/** The settings with this hash; null if the scan has not read the act that revealed them. */
export async function settingsByHash(
  db: Database | Transaction,
  row: PoolRow,
  settingsHash: Hex,
): Promise<Settings | null> {
  const first = decodeSettings(row.settings);
  if (hashSettings(first) === settingsHash) return first;
  const [later] = await db
    .select({ settings: schema.poolSettings.settings })
    .from(schema.poolSettings)
    .where(eq(schema.poolSettings.settingsHash, settingsHash));
  return later ? decodeSettings(later.settings) : null;
}

/** Whether the pool was read and is spent. False if it has not been read yet. */
export async function isPoolClosed(db: Database | Transaction): Promise<boolean> {
  const [last] = await db
    .select({ spentHeight: schema.poolUtxo.spentHeight })
    .from(schema.poolUtxo)
    .orderBy(sql`${schema.poolUtxo.spentHeight} desc nulls first`)
    .limit(1);
  return last !== undefined && last.spentHeight !== null;
}

/** Why there is no live pool. */
export async function whyNoPool(db: Database | Transaction): Promise<string> {
  return (await isPoolClosed(db))
    ? "the pool is closed: it pays nothing any more"
    : "the pool has not been read from the chain yet";
}

/** Throws LostRace if the pool is another output by now: what was read from it may be out of date. */
export async function demandPool(tx: Transaction, { output }: LivePool): Promise<void> {
  const isSame = and(eq(schema.poolUtxo.txHash, output.ref.txHash), isNull(schema.poolUtxo.spentHeight));
  if ((await tx.$count(schema.poolUtxo, isSame)) !== 1) throw new LostRace("the pool has moved meanwhile");
}

/**
 * The unspent output that holds the state token, by our own scan. Null before the scan reaches the deployment, and
 * after a Close. Throws ServiceError if it is not a pool that we know: then nothing may be built on it.
 */
export async function loadLivePool(db: Database | Transaction): Promise<LivePool | null> {
  const [pool] = await db.select().from(schema.pool);
  if (!pool) return null;
  const [row, another] = await db.select().from(schema.poolUtxo).where(isNull(schema.poolUtxo.spentHeight)).limit(2);
  if (!row) return null;
  if (another) throw new ServiceError("unavailable", "two unspent outputs hold the state token: the scan is damaged");
  // The prize asset never changes.
  const { prizeAsset } = decodeSettings(pool.settings);
  const reading = readPool(fromStoredOutput(row.output), pool.policyId, prizeAsset);
  if (!reading.ok) throw new ServiceError("unavailable", reading.problem);
  const settings = await settingsByHash(db, pool, reading.pool.datum.settingsHash);
  if (!settings) {
    throw new ServiceError(
      "unavailable",
      "the pool's settings have changed on chain; the scan has not read the new ones yet",
    );
  }
  return { ...reading.pool, row: pool, settings };
}

/** The pool as our scan shows it. Throws ServiceError `unavailable`. */
export async function requirePool(tx: Database | Transaction): Promise<LivePool> {
  const pool = await loadLivePool(tx);
  if (!pool) throw new ServiceError("unavailable", await whyNoPool(tx));
  return pool;
}
