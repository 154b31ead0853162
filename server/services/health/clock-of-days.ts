import type { Database } from "@/db/client";
import { sourceState } from "@/db/schema";
import { isPublicNetwork } from "@/server/domain/cardano/network";
import type { PosixMs } from "@/server/domain/units";
import type { PoolSituation } from "../day/situation";
import { loadLivePool } from "../pool/load-pool";
import { operationsInForce } from "../settings-in-force";

export type ClockOfDays = {
  /** The time that days are judged at. */
  readonly reachedMs: PosixMs;
  /** The same moment by the clock of whoever watches. */
  readonly nowMs: PosixMs;
  readonly around: PoolSituation;
};

/**
 * On public networks slots keep the clock's time: a chain that stands still, or is not read, hides nothing that is
 * late. A devnet has a time of its own. Null before there is a pool.
 */
export async function readClockOfDays(db: Database, nowMs: PosixMs): Promise<ClockOfDays | null> {
  const [now] = await db.select().from(sourceState);
  const pool = await loadLivePool(db);
  if (!now || !pool) return null;
  const isPublic = isPublicNetwork(pool.settings.network);
  const reachedMs = isPublic ? nowMs : Math.max(now.timeMs, now.tipTimeMs);
  return { reachedMs, nowMs, around: { now, pool, operations: await operationsInForce(db) } };
}
