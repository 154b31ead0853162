import type { Database } from "@/db/client";
import type { DayRow } from "../../day/move-day";
import { fitsPool, isStillOurs, loadSnapshot } from "../../day/snapshot";
import type { LivePool } from "../../pool/load-pool";
import { dayBeforeChanged } from "./day-before-changed";

/** Why a day that was read cannot be planned, nor its plan proposed, as it was read; null if it can. */
export async function whyUnfit(db: Database, day: DayRow, pool: LivePool): Promise<string | null> {
  const snapshot = await loadSnapshot(db, day);
  if (!fitsPool(snapshot, pool)) return "the pool's settings or operator have changed since it was read";
  if (!(await isStillOurs(db, snapshot))) return "what it was read from is no longer what the chain holds";
  return dayBeforeChanged(db, day, { snapshot, pool });
}
