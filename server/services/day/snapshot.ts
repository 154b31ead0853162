import { and, eq } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { blockHeader, snapshot } from "@/db/schema";
import { hashSettings } from "@/server/domain/contract/settings";
import type { SnapshotBlock } from "@/server/domain/rewards/snapshot";
import type { ChainNow } from "../chain-now";
import { holdScan } from "../hold-chain";
import { LostRace } from "../lost-race";
import type { LivePool } from "../pool/load-pool";
import { termsOfPool } from "../pool/pool-terms";
import { scanEpochAt } from "../scan-epoch";
import type { DayRow } from "./move-day";
import type { OpenPlan } from "./open-plan";

export type SnapshotRow = typeof snapshot.$inferSelect;
type Db = Database | Transaction;
type Read = Pick<DayRow, "dayIndex" | "snapshotId">;

/** What a day is read from; null while it is not read. */
export async function findSnapshot(db: Db, { snapshotId }: Pick<Read, "snapshotId">): Promise<SnapshotRow | null> {
  if (snapshotId === null) return null;
  const [row] = await db.select().from(snapshot).where(eq(snapshot.id, snapshotId));
  return row ?? null;
}

/** For steps that come after SNAPSHOT. Throws if the day is not read. */
export async function loadSnapshot(db: Db, day: Read): Promise<SnapshotRow> {
  const row = await findSnapshot(db, day);
  if (!row) throw new Error(`day ${day.dayIndex} has no snapshot`);
  return row;
}

export function blockOf({ hash, height, slot, timeMs }: SnapshotRow): SnapshotBlock {
  return { hash, height, slot, timeMs };
}

/** What the pool's last plan had left unpaid when it was read. */
export function openOf({ openPlan: plan, openLeft: left }: SnapshotRow): OpenPlan | null {
  return plan === null || left === null ? null : { plan, left };
}

/** Whether its block is still in our chain, and nothing that was read up to there has changed since. */
export async function isStillOurs(db: Db, row: SnapshotRow): Promise<boolean> {
  return (await isOurBlock(db, row)) && (await scanEpochAt(db, row.height)) === row.scanEpoch;
}

/** Whether a block is in our chain. */
export async function isOurBlock(db: Db, { hash, height }: Pick<SnapshotBlock, "hash" | "height">): Promise<boolean> {
  return (await db.$count(blockHeader, and(eq(blockHeader.hash, hash), eq(blockHeader.height, height)))) === 1;
}

/** Whether the pool's settings, operator and highest fee are those that it was read under: a plan depends on them. */
export function fitsPool(row: SnapshotRow, pool: LivePool): boolean {
  const now = termsOfPool(pool);
  const isSame =
    row.reserved.length === now.reserved.length && row.reserved.every((hash) => now.reserved.includes(hash));
  if (row.maxFeeLovelace !== pool.datum.maxFeeLovelace) return false;
  return isSame && row.settingsHash === hashSettings(pool.settings);
}

/**
 * Locks the scan until the transaction ends, so that what was calculated from a snapshot can be written. First in its
 * transaction. Throws LostRace if the snapshot is not ours any more.
 */
export async function holdSnapshot(tx: Transaction, row: SnapshotRow): Promise<ChainNow> {
  const now = await holdScan(tx);
  if (!(await isStillOurs(tx, row))) {
    throw new LostRace(`what day ${row.dayIndex} was read from at block ${row.height} has changed`);
  }
  return now;
}
