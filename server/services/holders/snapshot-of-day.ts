import type { Transaction } from "@/db/client";
import { dayEndMs } from "@/server/domain/day/calendar";
import type { SnapshotBlock } from "@/server/domain/rewards/snapshot";
import type { Rules } from "@/server/domain/rules/rules";
import type { DayIndex } from "@/server/domain/units";
import { lastBlockBefore } from "../day/last-block";
import { loadDay } from "../day/load-day";
import type { DayRow } from "../day/move-day";
import { blockOf, findSnapshot, isOurBlock, isStillOurs } from "../day/snapshot";
import { ServiceError } from "../errors";
import { followedBy } from "../followed/followed";
import { loadPoolRow } from "../pool/load-pool";
import { rulesInForce, rulesOfVersion } from "../settings-in-force";

/** What a day is read from, or will be if nothing changes until then. */
export type DaySnapshot = {
  readonly dayIndex: DayIndex;
  readonly state: DayRow["state"];
  readonly intervalMs: number;
  readonly block: SnapshotBlock;
  readonly rules: Rules;
  readonly rulesVersion: number;
  /** The day is read. Before, a rollback may make another block the last. */
  readonly isFixed: boolean;
  /** Its lines are there, and our books at the block are those that they were calculated from. */
  readonly isDecided: boolean;
  readonly lineSetId: number | null;
};

/**
 * Throws ServiceError: `not-found` without such a day, `unavailable` while its last block is not known and read, and
 * where that block is no longer in our chain.
 */
export async function snapshotOfDay(tx: Transaction, dayIndex: DayIndex): Promise<DaySnapshot> {
  const pool = await loadPoolRow(tx);
  if (!pool) throw new ServiceError("unavailable", "No pool has been set up yet, so there are no days.");
  const { intervalMs } = pool.settings;
  const day = await loadDay(tx, dayIndex);
  const row = await findSnapshot(tx, day);
  const block = row ? blockOf(row) : await lastBlockOf(tx, dayIndex, intervalMs);
  const inForce = row ? await rulesOfVersion(tx, row.rulesVersion) : await rulesInForce(tx, dayIndex);
  if (!inForce) throw new ServiceError("unavailable", `No rules are in force on day ${dayIndex}.`);
  if (!(await isOurBlock(tx, block))) {
    throw new ServiceError(
      "unavailable",
      `Day ${dayIndex} was read at block ${block.height} ${block.hash}, which our chain does not have now.`,
    );
  }
  const { rules, version: rulesVersion } = inForce;
  const { readHeight } = await followedBy(tx, rules);
  if (readHeight < block.height) {
    throw new ServiceError(
      "unavailable",
      `Plays and tokens are read up to block ${readHeight}, and day ${dayIndex} ends with block ${block.height}. Ask again when the scan is there.`,
    );
  }
  const { state, lineSetId } = day;
  const isDecided = row !== null && lineSetId !== null && (await isStillOurs(tx, row));
  return { dayIndex, state, intervalMs, block, rules, rulesVersion, isFixed: row !== null, isDecided, lineSetId };
}

async function lastBlockOf(tx: Transaction, dayIndex: DayIndex, intervalMs: number): Promise<SnapshotBlock> {
  const { block, isOver } = await lastBlockBefore(tx, dayEndMs(dayIndex, intervalMs));
  if (!isOver) {
    throw new ServiceError("unavailable", `Day ${dayIndex} is not over: its snapshot is its last block, once it is.`);
  }
  if (!block) {
    throw new ServiceError("unavailable", `No block before the end of day ${dayIndex} is known to the scan.`);
  }
  const { hash, height, slot, timeMs } = block;
  return { hash, height, slot, timeMs };
}
