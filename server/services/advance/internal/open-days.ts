import { withTransaction } from "@/db/transaction";
import { dayIndexOf } from "@/server/domain/day/calendar";
import type { ChainNow } from "../../chain-now";
import type { Context } from "../../context";
import { firstUnopened } from "../../day/first-unopened";
import { openDay } from "../../day/open-day";
import type { LivePool } from "../../pool/load-pool";

/** Days opened per step. After a long absence the oldest come first. */
const MOST_AT_ONCE = 100;

/** Adds a row for every day that has begun and has none, starting with the first that the pool may pay. */
export async function openDays(ctx: Context, pool: LivePool, now: ChainNow): Promise<number> {
  const current = dayIndexOf(now.timeMs, pool.settings.intervalMs);
  const first = await firstUnopened(ctx.db, pool.datum);
  const last = Math.min(current, first + MOST_AT_ONCE - 1);
  if (last < first) return 0;
  return withTransaction(ctx.db, async (tx) => {
    let opened = 0;
    for (let dayIndex = first; dayIndex <= last; dayIndex++) {
      const how = { actor: "job:advance", atMs: now.timeMs, detail: "the day has begun" } as const;
      if (await openDay(tx, dayIndex, how)) opened++;
    }
    return opened;
  });
}
