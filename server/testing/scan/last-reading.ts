import type { Context } from "@/server/services/context";
import { loadPoolRow } from "@/server/services/pool/load-pool";
import { checkRange } from "@/server/services/scan/check-range";
import { loadFollowed } from "@/server/services/scan/followed";

/** What is done once more before a day is calculated, with a snapshot as late as what is read. Null: all is right. */
export async function readDayOnceMore(ctx: Context): Promise<string | null> {
  const pool = await loadPoolRow(ctx.db);
  if (!pool) throw new Error("there is no pool");
  const followed = await loadFollowed(ctx.db, pool.row);
  const others = followed.filter(({ kind }) => kind !== "pool");
  const to = Math.min(...others.map(({ readHeight }) => readHeight));
  const ids = others.map(({ id }) => id);
  const checked = await checkRange(ctx, ids, { from: pool.row.startHeight + 1, to });
  return checked.ok ? null : checked.problem;
}
