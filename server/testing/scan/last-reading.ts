import { chainNow } from "@/server/services/chain-now";
import type { Context } from "@/server/services/context";
import { findMissed } from "@/server/services/scan/find-missed";
import { readAgain } from "@/server/services/scan/go-back";
import { loadTracking } from "@/server/services/scan/load-tracking";
import { listTransactions } from "@/server/services/scan/read-range";

/** What is done once more before a day is calculated. */
export async function readDayOnceMore(ctx: Context): Promise<string> {
  const tracking = await loadTracking(ctx);
  const now = await chainNow(ctx.db);
  if (!tracking || !now) return "nothing was scanned";
  const listed = await listTransactions(ctx.source, tracking, tracking.startHeight + 1, now.height);
  const missed = await findMissed(ctx.db, listed);
  return missed ? (await readAgain(ctx, now, missed)).detail : "all is held";
}
